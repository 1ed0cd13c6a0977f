# Run `make` for the list of targets. Nothing is needed but Python 3.11 or later, make and git.
PORT ?= 8000
DATA ?= data
PYTHON ?= python3
BENCH ?= places
ARGS ?=
STORE ?= sqlite:///$(DATA)/clinics.sqlite
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test setup crawl index serve bench format messages lock

help:  ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | column -t -s '|'

run: setup  ## crawl the packaged starter list, index it, serve it: PORT=8000 DATA=data
	@$(PY) -m crawler run starter seeds --store "$(STORE)"
	@$(PY) -m indexer build --store "$(STORE)" --index "$(DATA)/index"
	@echo 'To crawl the clinics'"'"' own sites: make crawl ARGS="clinic_sites --contact https://… --limit 5"'
	@$(PY) -m webapp --index "$(DATA)/index" --port "$(PORT)"

test: .venv/dev  ## check everything and run every test
	@.ci/machine
	@.ci/nominatim
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) -m pytest -n auto --dist loadfile

setup: .venv/run  ## install what is needed to run, nothing else

crawl: setup  ## crawl real clinic sites: ARGS="clinic_sites --contact https://… --limit 5"
	@$(PY) -m crawler run --store "$(STORE)" $(ARGS)

index: setup  ## build the index from the store
	@$(PY) -m indexer build --store "$(STORE)" --index "$(DATA)/index" $(ARGS)

serve: setup  ## serve the index
	@$(PY) -m webapp --index "$(DATA)/index" --port "$(PORT)" $(ARGS)

bench: .venv/bench  ## run a benchmark: BENCH=name ARGS="…"
	@$(PY) -m benchmarks.$(BENCH) $(ARGS)

format: .venv/dev  ## format the code and mend what can be mended
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix .

messages: .venv/dev  ## gather the texts to translate into webapp/catalogues
	@$(PY) -m webapp.messages

lock: .venv/dev  ## pin the dependencies of pyproject.toml with hashes
	@.venv/bin/uv pip compile pyproject.toml -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url -o requirements.txt
	@.venv/bin/uv pip compile pyproject.toml -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --extra dev -o requirements-dev.txt
	@.venv/bin/uv pip compile pyproject.toml -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --extra dev --extra bench -o requirements-bench.txt

.venv/run: requirements.txt
	@.ci/environment "$(PYTHON)" requirements.txt && touch .venv/run

.venv/dev: requirements-dev.txt
	@.ci/environment "$(PYTHON)" requirements-dev.txt && touch .venv/dev .venv/run

.venv/bench: requirements-bench.txt
	@.ci/environment "$(PYTHON)" requirements-bench.txt && touch .venv/bench .venv/dev .venv/run
