# Every target is complete by itself: it needs make, Python 3.11 or newer and the ordinary package registries.

SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
CANDIDATES := python3 python3.13 python3.12 python3.11 python3.14 python
PYTHON ?= $(firstword $(foreach name,$(CANDIDATES),$(shell $(name) -c $(NEW_ENOUGH) 2>/dev/null && command -v $(name))))
NEW_ENOUGH := 'import sys; sys.exit(sys.version_info < (3, 11))'

PIP := $(PY) -m pip --disable-pip-version-check install --quiet --no-deps
BUN := PATH="$(CURDIR)/$(VENV)/bin:$$PATH" bun
BUILT := mini_programs/host/dist/.sources
FETCHED := mini_programs/node_modules/.sources

# A city is many processes: each would compile everything anew where the shell forbids to keep it.
export PYTHONDONTWRITEBYTECODE :=

# An environment that was moved, or whose Python is gone, is made again.
ifneq ($(shell $(PY) -c '' 2>/dev/null && cat $(VENV)/.ready 2>/dev/null),$(CURDIR))
$(shell rm -f $(VENV)/.ready $(VENV)/.locked)
endif

.PHONY: help run test demo bench fuzz check lock clean ready packages pages portal

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

run: ready pages portal ## start the demo city; Ctrl-C stops it
	@exec env YIMA_PROFILE="$${YIMA_PROFILE:-demo}" $(PY) -m backend.cli up --until-parent-ends

test: ready packages pages portal ## run every test
	@browser=$$($(PY) -m tests.browser) && $(BUN) --cwd=mini_programs run test && \
	  TEST_BROWSER="$$browser" $(PY) -m pytest -n 4 $(ARGS)

demo: ready pages portal ## walk the main path through a throw-away city
	@$(PY) -m backend.cli demo

bench: ready pages portal ## measure; ONLY=name for one figure
	@$(PY) -m tests.bench $(ONLY)

fuzz: ready ## hold random codes in front of a reader for an hour; FUZZ_SECONDS=n for less
	@$(PY) -m tests.fuzz

check: ready packages ## lint, types, imports and content
	@$(VENV)/bin/ruff check --quiet
	@$(VENV)/bin/ruff format --check --quiet
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --cache-dir .cache/import-linter
	@$(BUN) --cwd=mini_programs run check
	@$(PY) -m backend.cli check

lock: ## resolve the requirements again (asks the registry, changes the lock files)
	@$(PYTHON) -m venv .cache/lock && .cache/lock/bin/python -m pip install --quiet uv
	@$(call resolve,--group build,build.lock)
	@$(call resolve,pyproject.toml --group dev,requirements.lock)

clean: ## remove everything that was made, but not the city's data in var/
	rm -rf $(VENV) .cache .hypothesis mini_programs/node_modules mini_programs/*/node_modules mini_programs/host/dist portal/.web

resolve = .cache/lock/bin/uv pip compile $(1) --output-file $(2) --quiet --upgrade --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock'

ready: $(VENV)/.ready

$(VENV)/.ready: $(VENV)/.locked pyproject.toml
	@$(PIP) --no-build-isolation --editable .
	@printf '%s' '$(CURDIR)' > $@

# Two steps: a few packages exist only as source, and pip checks no hash of what it fetches to build them.
$(VENV)/.locked: build.lock requirements.lock
	@test -n '$(PYTHON)' || { echo 'Yima needs Python 3.11 or newer, and there is none here. Install one, or name it: make PYTHON=/path/to/python3 …' >&2; exit 1; }
	@$(PYTHON) -c $(NEW_ENOUGH) || { echo "Yima needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=/path/to/python3 …" >&2; exit 1; }
	@rm -rf $(VENV) && sh .ci/make_environment '$(PYTHON)' $(VENV)
	@echo 'Installing what Yima is made of (two minutes, once) …'
	@$(PIP) --require-hashes --requirement build.lock
	@$(PIP) --require-hashes --use-pep517 --no-build-isolation --requirement requirements.lock
	@touch $@

packages: ready
	@cd mini_programs && key=$$(cat package.json */package.json bun.lock | cksum) && \
	  if [ "$$key" != "$$(cat node_modules/.sources 2>/dev/null)" ]; then \
	    $(BUN) install --frozen-lockfile --silent && echo "$$key" > node_modules/.sources; fi

pages: packages
	@key=$$(find mini_programs content/scenes content/prompts -name node_modules -prune -o -name dist -prune -o -name tests -prune \
	    -o -type f -exec cksum {} + | LC_ALL=C sort | cksum) && \
	  if [ "$$key" != "$$(cat $(BUILT) 2>/dev/null)" ]; then \
	    echo 'Building the code and scanner pages …' && $(BUN) --cwd=mini_programs run build && echo "$$key" > $(BUILT); fi

portal: ready
	@$(PY) -m portal.build
