# `make help` says what each target does. Written for GNU make 3.81 (macOS) and later, and any POSIX shell.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test check format lock act coverage screenshots clean

SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
# The folder's own path is part of the stamp: an environment that was copied or moved with its clone still points to
# the old place, and is installed again.
STAMP := $(VENV)/.set-up-$(shell pwd | cksum | cut -d' ' -f1)
PIP_INSTALL = $(PY) -m pip install --disable-pip-version-check --no-input $$([ -t 1 ] || echo --quiet)
LOCK = $(PY) -m uv pip compile --no-config --quiet --universal --python-version 3.11 --no-build --generate-hashes \
	--no-emit-index-url --no-emit-find-links --annotation-style line \
	--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

help:
	@echo 'make setup        准备环境：虚拟环境、锁定版本的依赖、Chromium / virtual environment, locked dependencies, Chromium'
	@echo 'make demo         准备环境并评估示例市 / set up and audit the demo city'
	@echo 'make test         准备环境并运行测试 / set up and run the tests         (ARGS="-k words")'
	@echo 'make check        格式、静态检查、类型、依赖方向、测试 / format, lint, types, import contracts, tests'
	@echo 'make format       整理代码格式 / format the code'
	@echo 'make lock         重新锁定依赖 / lock the dependencies again            (UPGRADE=1: newest versions)'
	@echo 'make act          跑 W3C ACT 用例 / run the W3C ACT cases               (ACT=folder)'
	@echo 'make coverage     重新生成 docs/coverage.md：各条准则测什么 / make docs/coverage.md again: what is tested of each criterion'
	@echo 'make screenshots  重新生成文档中的截图 / make the pictures in the documentation again'
	@echo 'make clean        删除虚拟环境和缓存 / remove the virtual environment and caches'

setup: $(STAMP)
	@$(PY) scripts/install_chromium.py

# A dangling interpreter (the system's Python was upgraded) counts as absent, so the environment is made anew.
$(PY):
	@python=$$(PYTHON='$(PYTHON)' sh scripts/find_python.sh) && \
	echo "创建虚拟环境 / making the virtual environment: $(VENV) ($$python)" && \
	"$$python" -m venv --clear $(VENV)

$(STAMP): requirements-dev.txt pyproject.toml $(PY)
	@echo '安装锁定版本的依赖（首次约下载 300 MB） / installing the locked dependencies (about 300 MB the first time)'
	@$(PIP_INSTALL) --require-hashes --only-binary :all: -r requirements-dev.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@$(PY) -m pip check --disable-pip-version-check
	@rm -f $(VENV)/.set-up-* && touch $@

demo: setup
	$(VENV)/bin/stepfree demo $(ARGS)

# Files stay whole: their tests share a browser, a database or an audit. They are given out in the order that
# tests/conftest.py puts them in: by themselves, long files of few tests would come last, and one worker be left with them.
# Bytecode is kept even where the environment forbids it (images do): else each worker compiles every test at every run.
PYTEST = PYTHONDONTWRITEBYTECODE= $(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: setup
	$(PYTEST) $(ARGS)

check: setup
	$(PY) -m ruff format --check
	$(PY) -m ruff check
	$(PY) -m mypy
	$(PY) $(VENV)/bin/lint-imports
	$(PYTEST) $(ARGS)

format: $(STAMP)
	$(PY) -m ruff format
	$(PY) -m ruff check --fix

# The run-time lock first; the other one holds to it. setuptools is locked too: it builds stepfree itself. The extra ocr
# is in neither: it is large, and few need it.
# It must not need an environment that fits pyproject.toml: a new dependency is locked before it can be installed.
lock: $(PY)
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PIP_INSTALL) --require-hashes --only-binary :all: -r requirements-dev.txt
	$(PY) scripts/build_requirements.py | $(LOCK) pyproject.toml - --output-file requirements.txt
	$(PY) scripts/build_requirements.py | $(LOCK) pyproject.toml - --extra dev --extra postgresql \
		--constraints requirements.txt --output-file requirements-dev.txt

act: setup
	@[ -n '$(ACT)' ] || { echo 'stepfree: 请指定用例文件夹 / name the folder of the cases: make act ACT=folder' >&2; exit 2; }
	$(PY) benchmarks/act.py '$(ACT)'

coverage: $(STAMP)
	$(PY) scripts/coverage.py

screenshots: setup
	$(PY) scripts/screenshots.py

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
