# make demo   builds an environment, imports the sample archive, indexes it and serves it on http://127.0.0.1:8000
# make test   builds an environment and runs the whole suite; make coverage measures what it reaches
# make check  runs what else must be clean: ruff, mypy, import contracts, generated files
# make lock   pins the newest allowed dependencies, with hashes

VENV ?= .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: help demo test coverage test-fast check format lock clean

help:
	@sed -n 's/^# //p' Makefile

$(VENV)/.installed: requirements.lock pyproject.toml tools/bootstrap
	tools/bootstrap $(VENV) requirements.lock
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml tools/bootstrap
	tools/bootstrap $(VENV) requirements-dev.lock
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed
	$(BIN)/telusur demo --host $(HOST) --port $(PORT)

test: $(VENV)/.installed-dev
	tools/browser
	$(BIN)/python -m pytest -q -m "" --durations=25

# Measuring doubles the time the suite takes, so it is asked for and no part of `make test`.
coverage: $(VENV)/.installed-dev
	tools/browser
	$(BIN)/python -m pytest -q -m "" --cov --cov-report=term

test-fast: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/generate_regions.py --check
	$(BIN)/python tools/generate_cli_docs.py --check
	$(BIN)/python tools/translations.py --check

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# --no-emit-index-url and --no-header keep the lock free of where it was made.
LOCK := uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml
lock:
	$(LOCK) --group build -o requirements.lock
	$(LOCK) --group build --group dev -o requirements-dev.lock

clean:
	rm -rf $(VENV) var .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
