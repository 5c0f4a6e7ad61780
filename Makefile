# Renshe (人社). Needs Python 3.11 or later, make and a package index; everything else is fetched by hash.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PLACE ?= 310112
PEOPLE ?= 30000
SEED ?= 20251001
PORT ?= 8000
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help up env test reset bench prove-long lock

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  Choices: PLACE=310112|440400  PEOPLE=30000  SEED=…  PORT=8000  PYTHON=python3"
	@echo "  RENSHE_DATABASE_URL=postgresql://… uses a PostgreSQL server instead of the embedded one."

up: $(VENV)/.product ## Database, demonstration city, one month, site (Ctrl-C stops; data are kept)
	@$(BIN)/renshe up --place $(PLACE) --people $(PEOPLE) --seed $(SEED) --port $(PORT)

env: $(VENV)/.dev ## The environment for working on the code, in .venv/

test: $(VENV)/.dev ## Everything that is checked: style, import contracts, types, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

reset: $(VENV)/.product ## Delete the demonstration city; the next `make up` begins anew
	@$(BIN)/renshe reset --yes

bench: $(VENV)/.product ## Measure, and write docs/benchmarks.md
	@$(BIN)/renshe bench

prove-long: $(VENV)/.dev ## The long proof: a million people, 200 kills, eight writers
	@$(BIN)/renshe prove-long

lock: $(VENV)/.installer ## Choose the versions anew and write them down with their hashes
	$(BIN)/uv pip compile $(LOCKED) pyproject.toml -o requirements/base.txt
	$(BIN)/uv pip compile $(LOCKED) pyproject.toml --extra dev -o requirements/dev.txt
	$(BIN)/uv pip compile $(LOCKED) requirements/installer.in -o requirements/installer.txt

LOCKED := --upgrade --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header

$(VENV)/.installer: requirements/installer.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Renshe needs Python 3.11 or later: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/installer.txt
	@touch $@

$(VENV)/.product: $(VENV)/.installer requirements/base.txt pyproject.toml
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/base.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.product requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@
