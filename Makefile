# Everything a person types here. Needs Python 3.11 or later, make and a Python package index.
# The commands below install into .venv from the locked requirements; a second run starts at once.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url $(LOCKFLAGS) pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run test test-slow test-all lint types contracts check lock image clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: .venv/run.stamp ## the demo, or the service where a monitor.yaml exists
	@if [ -e monitor.yaml ]; then exec $(BIN)/monitor run; fi; \
	echo "No monitor.yaml here: this is the demo, a recorded news day. For your own feeds, afterwards:"; \
	echo "  cp monitor.example.yaml monitor.yaml, edit it and watchlists/, then make run again."; \
	exec $(BIN)/monitor demo

test: .venv/dev.stamp ## the fast tests
	$(BIN)/pytest -n auto

test-slow: .venv/dev.stamp ## the tests that take minutes
	$(BIN)/pytest -n auto -m slow

test-all: .venv/dev.stamp ## every test, the slow ones too
	$(BIN)/pytest -n auto -m "slow or not slow"

lint: .venv/dev.stamp ## style, with ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp ## types, with mypy
	$(BIN)/mypy

contracts: .venv/dev.stamp ## who may import whom, with import-linter
	$(BIN)/lint-imports

check: lint types contracts test ## all of the above

lock: .venv/uv.stamp ## write requirements/ anew; LOCKFLAGS=--upgrade takes newer versions
	$(COMPILE) -o requirements/run.txt
	$(COMPILE) --group dev -c requirements/run.txt -o requirements/dev.txt
	$(subst pyproject.toml,,$(COMPILE)) --group pyproject.toml:build -o requirements/build.txt
	$(subst pyproject.toml,,$(COMPILE)) --group pyproject.toml:installer -o requirements/installer.txt

image: ## the container image
	scripts/build-image

clean: ## remove what make installed and the tools left
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps are newer than the locks they were made from; a changed lock installs again.

.venv/python.stamp:
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or later is needed: install it, or name it: make PYTHON=/path/to/python3"; exit 1; fi
	@$(PYTHON) -m venv .venv || { echo "No virtual environment could be made: on Debian and Ubuntu, apt-get install python3-venv"; exit 1; }
	@touch $@

# uv makes the first start several times faster; where it can't be had, pip does the work.
.venv/uv.stamp: requirements/installer.txt | .venv/python.stamp
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< \
		|| echo "uv could not be installed: pip will do, more slowly."
	@touch $@

.venv/run.stamp: requirements/run.txt requirements/build.txt pyproject.toml .venv/uv.stamp
	@scripts/install requirements/run.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt requirements/build.txt pyproject.toml .venv/uv.stamp
	@scripts/install requirements/dev.txt
	@touch $@ .venv/run.stamp
