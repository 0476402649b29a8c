# `make book` and `make test` do everything on a fresh machine with Python >= 3.11.

PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
STAMP   := $(VENV)/.installed
JOBS    ?= auto
CASE    := docs/examples/resident-inpatient.json
RULE    := shanghai/benefit-list/resident-inpatient

.DEFAULT_GOAL := help
.PHONY: help book test lint types layers fmt system-deps bench clean venv

help: ## say what can be made (this text)
	@echo 'make TARGET, where TARGET is one of'
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

venv: $(STAMP) ## make .venv with everything in it

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; make PYTHON=/path/to/python3.11 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo 'installing into $(VENV) ...'
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[all]'
	@touch $@

book: $(STAMP) ## check all rules, run all examples, answer one case, build the site
	@$(BIN)/rulebook check
	@$(BIN)/rulebook test
	@echo
	@$(BIN)/rulebook eval $(RULE) --facts $(CASE) --evidence weak --explain
	@echo
	@$(BIN)/rulebook book --out site

# Workers take whole files, in their order: what a file's tests share is made once.
test: $(STAMP) lint types layers ## lint, types, import layers and the whole suite
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder

lint: $(STAMP) ## ruff: findings and format
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo 'run `make fmt`'; exit 1; }

types: $(STAMP) ## mypy, strict, over code, tests and benchmarks
	@$(BIN)/mypy

layers: $(STAMP) ## no stage imports a later one
	@$(BIN)/lint-imports --no-logo

fmt: $(STAMP) ## format the Python code and the rules
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .
	@$(BIN)/rulebook fmt

system-deps: ## install what the tests use beside Python: Chromium, Chinese fonts, Node, Java
	@.ci/system-deps

BENCH := benchmarks/.venv

bench: $(BENCH)/.installed benchmarks/.node/.installed ## measure speed beside peers, in an environment of its own
	@$(BENCH)/bin/python -m benchmarks.run $(BENCH_OPTIONS)

$(BENCH)/.installed: benchmarks/requirements.txt pyproject.toml
	@test -x $(BENCH)/bin/python || $(PYTHON) -m venv $(BENCH)
	@echo 'installing peers into $(BENCH) ...'
	@$(BENCH)/bin/python -m pip install -qq --disable-pip-version-check --editable '.[batch,site]' -r benchmarks/requirements.txt
	@touch $@

benchmarks/.node/.installed: benchmarks/package.json
	@mkdir -p benchmarks/.node && cp benchmarks/package.json benchmarks/.node/
	@if command -v npm >/dev/null; then npm install --prefix benchmarks/.node --no-audit --no-fund --silent; else echo 'no npm: publicodes is left out'; fi
	@touch $@

clean: ## remove everything that was made, .venv too
	@rm -rf $(VENV) $(BENCH) benchmarks/.node site build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find rulebook tests -name __pycache__ -type d -prune -exec rm -rf {} +
