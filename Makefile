# The only list of commands. Needs git, make and Python 3.11 or later with venv; everything else is installed here.

SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
# Tests run in so many processes.
WORKERS ?= 2
INSTALL := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet

export NO_MKDOCS_2_WARNING = 1
# Some machines forbid Python to keep what it has compiled: then each command takes more than twice as long to start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help site serve test test-all pictures check check-base check-code check-scripts fix docs bench bench-search relevance ablation trust mutants verify clean lighthouse
.DEFAULT_GOAL := help

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.created:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; name one with: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	@echo "Creating $(VENV) with $(PYTHON) ..."
	@$(PYTHON) -m venv $(VENV) && touch $@

$(VENV)/.site: $(VENV)/.created requirements.lock pyproject.toml
	@echo "Installing what the site needs (pinned in requirements.lock) ..."
	@$(BIN)/python scripts/install.py requirements.lock
	@$(INSTALL) --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.site requirements-dev.lock
	@echo "Installing what the tests need (pinned in requirements-dev.lock) ..."
	@$(BIN)/python scripts/install.py requirements-dev.lock
	@touch $@

site: $(VENV)/.site ## check, index and build the site in every language into site/
	@$(BIN)/rex validate
	@$(BIN)/rex index
	@$(BIN)/rex build

serve: $(VENV)/.site ## show the English site while editing (REX_LANG=fr for French)
	@$(BIN)/rex serve --lang $(or $(REX_LANG),en)

test: $(VENV)/.dev ## run every test, in a real browser too
	@$(BIN)/python scripts/find_browser.py
	@$(BIN)/python scripts/find_checker.py
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

test-all: $(VENV)/.dev ## the same, and what takes long: every rule on every page, kills at many moments, ten times the examples
	@$(BIN)/python scripts/find_browser.py
	@$(BIN)/python scripts/find_checker.py
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --all

pictures: $(VENV)/.dev ## pictures of the main types of page, from the built site, in build/pictures/
	@$(BIN)/python scripts/find_browser.py
	@$(BIN)/python scripts/pictures.py $(PAGES)

check: check-base check-code check-scripts ## cases, style, types, layers, generated pages, scripts of the pages, what editors see, workflows

check-base: $(VENV)/.dev
	@$(BIN)/rex validate
	@$(BIN)/rex reference --check
	@$(BIN)/rex advice --check
	@$(BIN)/python scripts/bill.py --check

check-code: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/zizmor --offline --quiet --no-progress .github

check-scripts: $(VENV)/.dev
	@$(BIN)/python scripts/check_js.py
	@$(BIN)/python scripts/check_editor.py

fix: $(VENV)/.dev ## mend what can be mended by itself
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: $(VENV)/.site ## write the reference pages that come from the code
	@$(BIN)/rex reference
	@$(BIN)/python scripts/bill.py

verify: $(VENV)/.site ## build twice, under another path, locale, time zone, seed and mask, and compare every byte
	@$(BIN)/python scripts/verify.py

lighthouse: $(VENV)/.dev ## marks of Lighthouse for each type of page, from the built site; needs Node (PAGES="en/ fr/matrix/" for some)
	@$(BIN)/python scripts/find_browser.py
	@$(BIN)/python scripts/lighthouse.py $(PAGES)

bench: $(VENV)/.dev ## time builds beside Hugo and Material (SIZES="100 1000"; each size takes minutes)
	@$(BIN)/python scripts/bench $(SIZES)
	@$(BIN)/python scripts/bench/commands.py
	@$(BIN)/python scripts/bench/preview.py

bench-search: $(VENV)/.dev ## time the search at 1,000 and 10,000 cases, and weigh what readers download
	@$(BIN)/python -W ignore scripts/bench_search.py
	@$(BIN)/python scripts/find_browser.py
	@$(BIN)/python -W ignore scripts/bench_browser.py

relevance: $(VENV)/.dev ## ask every question of tests/relevance/ and print how well search answers (RECORD=--record keeps the figures)
	@PYTHONPATH=tests $(BIN)/python -W ignore -m relevance $(RECORD)

ablation: $(VENV)/.dev ## say what each figure of search is worth (INDEX=--index also those that need an index of their own)
	@PYTHONPATH=tests $(BIN)/python -W ignore -m relevance.ablation $(INDEX)

trust: $(VENV)/.dev ## everything that is tried against hostile texts, damage and kills; writes docs/maintaining/trust.md
	@$(BIN)/python scripts/find_browser.py
	@$(BIN)/python scripts/trust.py

mutants: $(VENV)/.dev ## change the code in some hundred places and count what no test notices; writes docs/maintaining/mutants.md
	@$(BIN)/python -W ignore scripts/mutate $(ARGS)

clean: ## remove what was built and installed
	rm -rf $(VENV) site build
