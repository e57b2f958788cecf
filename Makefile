# The commands of this project. Everything happens in .venv; nothing is installed elsewhere.
#   make run    install, load the seeds and build the index on first use, open the interface
#   make test   install, run every check and test
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
QUOTES := $(BIN)/quotes

.PHONY: run test install lint format coverage bench clean
.DEFAULT_GOAL := run

# Made anew when the dependencies change. The stamp comes last: an interrupted install is done again.
.venv/installed: pyproject.toml constraints.txt
	@echo "Installing into .venv (a few minutes the first time) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; run make PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) install --quiet --upgrade "pip>=25.1"
	@$(PIP) install --quiet --constraint constraints.txt --editable .
	@$(PIP) install --quiet --constraint constraints.txt --group dev
	@touch $@

install: .venv/installed

# What the tests of the recipe need beside that; 'make run' goes without.
.venv/training: .venv/installed
	@$(PIP) install --quiet --constraint constraints.txt --editable '.[training]'
	@touch $@

run: .venv/installed
	@$(QUOTES) ui --starter seeds

test: .venv/training lint
	$(BIN)/python -m pytest

coverage: .venv/training
	$(BIN)/python -m coverage run -m pytest
	$(BIN)/python -m coverage report --skip-covered --skip-empty --precision=1

lint: .venv/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/installed
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
