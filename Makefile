# Everything a person or a machine does with this repository. `make help` lists it.
# Needs Python 3.11 or newer and make; whatever else is missing is installed into .venv or named.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet
NPM := $(BIN)/python tools/node.py npm
NPM_RUN := $(NPM) run --silent
WORKERS := --numprocesses 2 --dist loadfile --no-loadscope-reorder
BUILD_FILES := pyproject.toml hatch_build.py tools/node.py tools/page.py

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: tables run test test-all test-page lint format bench compare schema gallery help clean install install-test page modules

## Using it

run: page ## open Learnscope; make run ARGS="--port 9000" passes options on
	@exec $(BIN)/python tools/serve.py $(ARGS)

install: $(VENV)/installed ## install into .venv, without starting anything

## Working on it

# Browsers wait more than they compute: what needs none runs beside them, and is shown after them.
test: install-test page ## everything that is checked; of what is large, a sample
	CHROMIUM="$$(tools/chromium.sh)" && export CHROMIUM && \
	{ $(MAKE) --no-print-directory lint test-page > $(VENV)/checks 2>&1 & checks=$$!; } && \
	{ $(BIN)/python -m pytest $(WORKERS) $(ARGS); tests=$$?; wait $$checks; checked=$$?; cat $(VENV)/checks; \
	exit $$((tests | checked)); }

test-page: modules ## the page's own tests
	$(NPM_RUN) test

test-all: ## the same, and all of what is large
	$(MAKE) test ARGS="--all $(ARGS)"

lint: install-test modules ## style and types, Python and page
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(NPM_RUN) lint
	$(NPM_RUN) check

format: install-test modules ## rewrite the sources in the house's format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(NPM_RUN) format

schema: install ## rewrite what is made of the wire format and of the glossary
	$(BIN)/python -m learnscope.scene.typescript > $(VENV)/schema.ts
	mv $(VENV)/schema.ts web/src/schema.ts
	$(BIN)/python -m learnscope.explain.glossary --typescript > $(VENV)/glossary.ts
	mv $(VENV)/glossary.ts web/src/glossary.ts
	$(BIN)/python -m learnscope.explain.glossary --into docs/glossary.md > $(VENV)/glossary.md
	mv $(VENV)/glossary.md docs/glossary.md

bench: $(VENV)/installed-compare ## time it side by side with its peers
	$(BIN)/python -m benchmarks $(ARGS)

compare: install-test $(VENV)/installed-compare ## compare its numbers with PyTorch's and scikit-learn's
	$(BIN)/python -m pytest tests/compare $(ARGS)

tables: $(VENV)/installed ## compare the defaults with scikit-learn's on real tables, for docs/defaults.md
	@$(PIP) --editable '.[tables]'
	$(BIN)/python -m benchmarks.tables $(ARGS)

gallery: install modules ## show every scene of the page, in every colour and size
	@$(BIN)/python tools/gallery.py $(ARGS)

help: ## this list
	@awk -F ':.*## ' '/^## /{printf "\n%s\n", substr($$0, 4)} /^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

clean: ## remove everything that was built or installed here
	rm -rf $(VENV) dist .gallery web/node_modules src/learnscope/hosts/page .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks examples tools -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# What the targets above stand on. A file in .venv marks what is installed, and is older than its cause when it is not.

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "error: no $(PYTHON) here; install Python 3.11 or newer"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "error: Learnscope needs \
	Python 3.11 or newer and $(PYTHON) is $$($(PYTHON) -V 2>&1); name a newer one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "error: $(PYTHON) has no venv module; \
	install it, on Debian and Ubuntu with: apt-get install python3-venv"; exit 1; }
	@echo "making $(VENV) and installing Learnscope into it; this takes a minute, once"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BUILD_FILES) web/package-lock.json | $(BIN)/python
	@needed="$$($(BIN)/python tools/node.py --requires)" && { [ -z "$$needed" ] || $(PIP) "$$needed"; }
	@$(PIP) --editable .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	@$(PIP) --editable '.[test]'
	@$(PIP) --editable '.[proxies]' || echo "jupyter-server-proxy does not install here; its test is skipped"
	@touch $@

# A plain `pip install torch` on Linux brings gigabytes of CUDA, as dependencies of the wheel. Without them, and with
# the few pure packages it really imports, a CPU build works; a CUDA build then says so when it is first imported.
$(VENV)/installed-compare: $(VENV)/installed
	@$(PIP) --editable '.[compare]' filelock fsspec jinja2 networkx sympy typing-extensions
	@$(BIN)/python -c 'import torch' 2>/dev/null || $(PIP) --no-deps torch==2.13.0
	@$(BIN)/python -c 'import torch' || { echo "error: this PyTorch needs CUDA; install a CPU build of it \
	with $(BIN)/python -m pip, then call make again"; exit 1; }
	@$(PIP) keras || echo "Keras does not install here; the benchmark goes on without it"
	@touch $@

install-test: $(VENV)/installed-test

page: install
	@$(BIN)/python tools/page.py

modules: install
	@$(BIN)/python tools/page.py --modules
