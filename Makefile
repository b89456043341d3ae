# A fresh machine needs Python 3.11 or later, make and a package index; everything else comes from the lock files.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
ifeq ($(OS),Windows_NT)
  BIN := .venv/Scripts
else
  BIN := .venv/bin
endif
PY := $(BIN)/python
OUT ?= out

# The first Python that is new enough: `python3` may be an older one, or a shim for a version that is not there.
find_python = for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 python; do \
    if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; python=; done; \
  if [ -z "$$python" ]; then echo "Python 3.11 or later is needed; install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; fi

pip_install = $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
# Nothing unpinned is fetched: the build backend comes from the lock file as well.
install_self = $(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

.PHONY: help setup demo test test-all chaos check serve gallery contract bench fuzz lock docs clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: .venv/.dev-installed ## install everything, for work on the project

demo: .venv/.installed ## make the first video: out/demo.mp4 and out/demo.png
	$(PY) scripts/demo.py --out $(OUT)

serve: .venv/.installed ## run the server on http://127.0.0.1:8000
	$(BIN)/reelwright serve

test: .venv/.dev-installed ## run the tests, without the slow ones except in CI
	$(PY) -m pytest $(if $(CI),,-m "not slow and not browser")

test-all: .venv/.dev-installed ## run all tests, with the slow ones
	$(PY) -m pytest

chaos: .venv/.dev-installed ## kill everything at random over 500 tasks, on both kinds of Postgres, and check the books
	$(PY) -m tests.chaos.run --postgres external
	$(PY) -m tests.chaos.run --postgres embedded

contract: .venv/.dev-installed ## run the documented cases of the API against a real server
	$(PY) -m pytest tests/contract

CHECKS := check-lint check-format check-types check-layers check-spelling check-words check-reference

check: $(CHECKS) ## lint, format, types, layers, spelling, words, generated pages

.PHONY: $(CHECKS)
$(CHECKS): .venv/.dev-installed

check-lint:
	$(BIN)/ruff check .

check-format:
	$(BIN)/ruff format --check .

check-types:
	$(PY) -m mypy

check-layers:
	$(BIN)/lint-imports

check-spelling:
	$(BIN)/codespell

check-words:
	$(PY) scripts/check_words.py

check-reference:
	$(PY) scripts/make_reference.py --check
	$(PY) scripts/build_api_reference.py --check

gallery: .venv/.installed ## render a sheet of clips for the documentation's prompts into out/gallery
	$(PY) scripts/gallery.py --out $(OUT)/gallery $(if $(STEADY),--steady)

bench: .venv/.dev-installed ## measure: the foundation, the API, the built-in engine
	$(PY) benchmarks/foundation.py
	$(PY) benchmarks/api.py
	$(PY) benchmarks/animatic/bench.py

fuzz: .venv/.dev-installed ## send thousands of generated requests; needs: pip install schemathesis
	$(PY) scripts/fuzz.py

docs: .venv/.installed ## write the generated reference pages anew
	$(PY) scripts/make_reference.py

lock: .venv/.dev-installed ## resolve the dependencies anew and write the lock files
	$(BIN)/uv pip compile $(compile) --group dev --group build pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile $(compile) --group build --constraint requirements-dev.lock pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile $(compile) --extra voice --constraint requirements-dev.lock pyproject.toml -o requirements-voice.lock
compile = --quiet --universal --fork-strategy fewest --generate-hashes --no-emit-index-url --python-version 3.11 \
  --custom-compile-command "make lock" $(LOCKFLAGS)

clean: ## remove the environment, caches and everything that was made
	rm -rf .venv $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A half-made environment is made anew; a sound one is only brought up to date.
.venv/.installed: requirements.lock pyproject.toml
	@$(find_python); $(PY) -c 'import pip' 2>/dev/null || $$python -m venv --clear .venv
	@echo "installing from requirements.lock ..."
	@$(pip_install) --requirement requirements.lock
	@$(install_self)
	@touch $@

.venv/.dev-installed: requirements-dev.lock .venv/.installed
	@echo "installing from requirements-dev.lock ..."
	@$(pip_install) --requirement requirements-dev.lock
	@touch $@
