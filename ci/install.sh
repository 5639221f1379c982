#!/bin/sh
# Installs stepfree from this folder, at its locked versions, into a virtual environment of its own, with a Chromium.
# Usage: ci/install.sh [FOLDER]; the command is then FOLDER/bin/stepfree. PYTHON names another Python than the usual.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
venv=${1:-$root/.venv}

if [ ! -x "$venv/bin/stepfree" ]; then
    python=$(sh "$root/scripts/find_python.sh")
    "$python" -m venv "$venv"
    set -- "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --quiet
    "$@" --require-hashes --only-binary :all: -r "$root/requirements.txt"
    "$@" --no-deps --no-build-isolation "$root"
fi
PYTHONPATH=$root "$venv/bin/python" "$root/scripts/install_chromium.py"
