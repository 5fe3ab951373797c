# Two commands do everything on a fresh machine: `make run` and `make test`.
# They need Python 3.11 or newer; the rest they get themselves.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# All cores, a file at a time. The browser's driver keeps an event loop of its own running, so its tests run apart.
PYTEST = $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile
# Written for one line length (.prettierrc.json).
PRETTY = 'static/**/*.{js,css,d.ts}' '*.config.js' 'tests/browser/*.js' 'tests/modules/*.js'
HAVE_NODE := $(shell command -v npm 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run test check format bench schema drawn clean

help: ## list the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.runtime: pyproject.toml constraints.txt
	$(PYTHON) tools/check_python.py
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.dev: $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

$(VENV)/.bench: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,bench]'
	touch $@

run: $(VENV)/.runtime ## start the playground and print its address (HOST, PORT)
	$(BIN)/descent serve --host $(HOST) --port $(PORT)

test: $(VENV)/.dev ## check the code, then run every test, the browser's included
	$(BIN)/python tools/get_browser.py
	$(MAKE) check
	$(PYTEST) tests/engine tests/app $(PYTEST_ARGS)
	$(PYTEST) tests/modules tests/browser $(PYTEST_ARGS)

check: $(VENV)/.dev ## format, lint and types (JavaScript too where Node is present)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
ifneq ($(HAVE_NODE),)
	test -x node_modules/.bin/prettier || npm ci --no-audit --no-fund --silent
	node_modules/.bin/tsc -p tsconfig.json
	node_modules/.bin/eslint static tests/modules
	node_modules/.bin/prettier --check --log-level warn $(PRETTY)
else
	@echo "No Node here: JavaScript is not type-checked (running and testing do not need it)."
endif

format: $(VENV)/.dev ## put the code in form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
ifneq ($(HAVE_NODE),)
	test -x node_modules/.bin/prettier || npm ci --no-audit --no-fund --silent
	node_modules/.bin/prettier --write --log-level warn $(PRETTY)
endif

# What stands behind `bench` names its tables and is no target of its own.
TABLES := $(if $(filter bench,$(firstword $(MAKECMDGOALS))),$(wordlist 2,10,$(MAKECMDGOALS)))
.PHONY: $(TABLES)
$(TABLES):
	@:

bench: $(VENV)/.bench ## measure, side by side with what a user would pick instead (`make bench attack`: one table)
	$(BIN)/python tools/get_browser.py
	$(BIN)/python -m benchmarks $(TABLES)

schema: $(VENV)/.dev ## make the stream's schema and the page's types again; what is new gets its lines in the tables of bounds and examples
	$(BIN)/descent schema
	$(BIN)/python tests/reference/make_bounds.py
	$(BIN)/python tests/reference/make_examples.py

drawn: $(VENV)/.dev ## make the references of what pages show (tests/reference/drawn) again; look at every difference
	$(BIN)/python tools/get_browser.py
	$(BIN)/python tests/reference/make_drawn.py

clean: ## remove what the commands made
	rm -rf $(VENV) node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
