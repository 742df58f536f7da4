# Two commands: `make run` sets everything up and builds a demo; `make test` sets up and tests.
# The rest: make generate (what dbt and documents repeat of others), make dev (Dagster's UI), make lint, make locks,
# make bench, make system-packages, make nightly.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: run test dev generate lint locks bench nightly system-packages clean

VENV := .venv
BIN := $(VENV)/bin
WORKSPACE ?= workspace
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)

run: $(VENV)/.core .env
	@$(BIN)/touchstone prepare
	@test -f $(WORKSPACE)/company.yaml || $(BIN)/touchstone demo $(WORKSPACE)
	@$(BIN)/touchstone run --workspace $(WORKSPACE)
	@echo "See the runs and checks in a browser: make dev"

test: $(VENV)/.dev
	@$(BIN)/touchstone prepare
	@echo "Running the tests"
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

nightly: $(VENV)/.dev
	@$(BIN)/touchstone prepare
	@$(BIN)/python -m pytest -n 2 -m nightly

dev: $(VENV)/.core .env
	@$(BIN)/touchstone prepare
	@set -a && . ./.env && set +a && exec $(BIN)/dagster dev --host 127.0.0.1

generate: $(VENV)/.core
	@$(BIN)/python -m pipelines.feeds.generate
	@$(BIN)/python -m pipelines.integrity.method_table
	@$(BIN)/python -m pipelines.dictionary

lint: $(VENV)/.dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/touchstone prepare
	@DBT_TARGET_PATH=logs/sqlfluff $(BIN)/sqlfluff lint --templater $(or $(TEMPLATER),jinja) dbt_project/models dbt_project/tests

bench: $(VENV)/.dev
	@$(BIN)/touchstone prepare
	@$(BIN)/python -m benchmarks

# Every run and every `dagster dev` from this folder sees the same workspace and the same history.
.env:
	@printf '%s\n' "DAGSTER_HOME=$(CURDIR)" "TOUCHSTONE_WORKSPACE=$(abspath $(WORKSPACE))" \
		"TOUCHSTONE_DAGSTER=$(abspath $(WORKSPACE))/dagster" > .env

$(VENV)/.core: requirements.lock pyproject.toml
	@$(call install,requirements.lock)
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml
	@$(call install,requirements-dev.lock)
	@touch $@ $(VENV)/.core

# With uv where it is present, else with the pip that Python bundles; byte-compiled, because an uncompiled import is
# twice as slow.
define install
	set -e; \
	test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; none was found"; exit 1; }; \
	test -x $(BIN)/python || { echo "Making a virtual environment with $(PYTHON)"; $(PYTHON) -m venv $(VENV); }; \
	echo "Installing $(1) (about a minute with pip, seconds with uv)"; \
	if command -v uv >/dev/null; then \
		uv pip install -q --python $(BIN)/python --require-hashes -r $(1); \
		uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
		$(BIN)/python -m pip install --disable-pip-version-check -q --progress-bar on --require-hashes -r $(1); \
		$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .; \
	fi; \
	echo "Byte-compiling"; \
	$(BIN)/python -m compileall -q -j 2 $(VENV)/lib pipelines >/dev/null || true
endef

locks:
	@for pair in "requirements.lock:--extra build" "requirements-dev.lock:--extra build --extra dev --extra connectors"; do \
		uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras \
			--no-header --no-annotate $${pair#*:} pyproject.toml -o $${pair%%:*}; done

# Needed only by the tests that say so: a browser with fonts for both languages, and a database to read from.
system-packages:
	@apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk postgresql >/dev/null

clean:
	rm -rf $(VENV) .env dbt_project/target
