#!/bin/sh
# Prints a Python that can make stepfree's virtual environment, or says in one line what is missing.
# $PYTHON, when set, is the only candidate.

missing_venv=
for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python3.14 python}; do
    # A name may be found and still not run (a pyenv shim, the Windows store's stub): each is asked.
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        if "$name" -c 'import ensurepip, venv' >/dev/null 2>&1; then
            command -v "$name"
            exit 0
        fi
        missing_venv=$name
    fi
done

if [ -n "$missing_venv" ]; then
    echo "stepfree: $missing_venv 缺少 venv 模块，请安装后重试（Debian、Ubuntu：apt-get install python3-venv） /" \
        "$missing_venv lacks the module venv; install it and try again (Debian, Ubuntu: apt-get install python3-venv)" >&2
elif [ -n "${PYTHON:-}" ]; then
    echo "stepfree: PYTHON=$PYTHON 不能运行，或版本低于 3.11 / PYTHON=$PYTHON does not run, or is older than 3.11" >&2
else
    echo "stepfree: 需要 Python 3.11 或更高版本，未找到；安装后重试，或用 make PYTHON=路径 指定 /" \
        "Python 3.11 or later is needed and was not found; install it, or name it: make PYTHON=path" >&2
fi
exit 1
