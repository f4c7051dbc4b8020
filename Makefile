# Everything that a fresh checkout needs, with Python 3.11+ and pip alone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_HOME := $(CURDIR)/.demo

# Where the environment forbids to keep what was compiled, each of the hundreds of processes that the
# tests start would compile the whole program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run erp erp-stop test lint types contracts histories bench help clean
.DEFAULT_GOAL := help

help:
	@echo "make run    the inbox of the demo company, on a server of its own below .demo/"
	@echo "make erp    the same with a real Tryton behind it, below .erp/ (make erp-stop ends it)"
	@echo "make test   lint, types, import contracts and all tests"
	@echo "make lint   ruff, mypy and the import contracts alone"
	@echo "make bench  the measurements, each beside its reference"
	@echo "make histories  a million random histories of random flows (hours)"
	@echo "make clean  remove what the others made"

$(VENV)/python.ok:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "signoff needs Python 3.11 or later; set PYTHON=/path/to/python3.11" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@touch $@

# What the product needs, at the locked versions; every file is checked against its hash.
$(VENV)/run.ok: requirements.lock pyproject.toml $(VENV)/python.ok
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

# What the tests need beside that.
$(VENV)/dev.ok: requirements-dev.lock $(VENV)/run.ok
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

run: $(VENV)/run.ok
	@SIGNOFF_HOME="$(DEMO_HOME)" $(BIN)/signoff demo
	@SIGNOFF_HOME="$(DEMO_HOME)" $(BIN)/signoff

# Tryton is installed and its company built once, below .cache/; what is decided lies below .erp/.
erp: $(VENV)/run.ok
	@$(BIN)/python -m tests.e2e.erp start "$(CURDIR)/.erp"
	@SIGNOFF_HOME="$(CURDIR)/.erp/home" $(BIN)/signoff

erp-stop: $(VENV)/run.ok
	@$(BIN)/python -m tests.e2e.erp stop "$(CURDIR)/.erp"

lint: $(VENV)/dev.ok
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Ten thousand random histories of random flows are among the tests; a million take hours.
test: lint
	SIGNOFF_HISTORIES=10000 $(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

histories: $(VENV)/dev.ok
	$(BIN)/python -m tests.core.flow.histories 1000000 2

bench: $(VENV)/dev.ok
	$(BIN)/python -m benchmarks

# Whatever still serves from these folders is ended first: else it would go on without its files.
clean:
	@if test -x $(BIN)/signoff && test -d .demo; then \
	  SIGNOFF_HOME="$(DEMO_HOME)" $(BIN)/signoff server stop >/dev/null 2>&1 || true; fi
	@if test -x $(BIN)/python && test -d .erp; then \
	  $(BIN)/python -m tests.e2e.erp stop "$(CURDIR)/.erp" >/dev/null 2>&1 || true; fi
	rm -rf $(VENV) .cache .demo .erp build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
