# make run    digitize what lies in scans/ into output/
# make serve  digitize whatever is dropped into scans/, until Ctrl-C
# make test   all tests; make fast leaves out the slow ones
# make lint   style and types, and the Dockerfile
# make bench  speed and accuracy beside other programs, as Markdown; make bench ARGS=--help shows what can be chosen,
#             DATA=DIR names a directory with the pages of docs/performance.md
# make accuracy  articles, order and text of all issues with a truth below DATA (default ../shared/data); pages are read
#             once and kept in build/accuracy; make accuracy ARGS=--help shows what can be chosen
# make train  the models of articles anew, from written pages and those of DATA: up to an hour; make train ARGS=--help
#
# All of them first make .venv with the versions in constraints.txt, where that is not done yet.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run serve test fast lint bench accuracy train system

run: .venv/installed
	@$(BIN)/digitize run scans --output output

serve: .venv/installed
	@exec $(BIN)/digitize serve scans --output output

test: .venv/installed-dev
	@$(BIN)/python -m pytest -m "slow or not slow"

fast: .venv/installed-dev
	@$(BIN)/python -m pytest

lint: .venv/installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/hadolint Dockerfile

bench: .venv/installed
	@$(BIN)/python -m benchmarks $(if $(DATA),--data "$(DATA)") $(ARGS)

accuracy: .venv/installed
	@$(BIN)/python -m benchmarks.accuracy $(if $(DATA),--data $(DATA)) $(ARGS)

train: .venv/installed-train
	@$(BIN)/python -m digitize.training $(if $(DATA),--data $(DATA)) $(ARGS)

.venv/installed: pyproject.toml constraints.txt | system
	@echo "Installing into .venv; this takes some minutes the first time."
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

.venv/installed-dev: .venv/installed
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

.venv/installed-train: .venv/installed
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[train]'
	@touch $@

# What pip cannot install: the venv module, which Debian packs apart, and the libraries OpenCV is linked against.
system:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	  || { echo "digitize needs Python 3.11 to 3.13: name one with make PYTHON=python3.11"; exit 1; }
	@missing=; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || missing+=" python3-venv"; \
	if [ "$$(uname)" = Linux ]; then \
	  $(PYTHON) -c 'import ctypes; ctypes.CDLL("libGL.so.1")' 2>/dev/null || missing+=" libgl1"; \
	  $(PYTHON) -c 'import ctypes; ctypes.CDLL("libgthread-2.0.so.0")' 2>/dev/null || missing+=" libglib2.0-0"; \
	fi; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing what the system lacks:$$missing"; \
	  apt-get update -qq && apt-get install -y -qq $$missing >/dev/null; \
	else \
	  echo "The system lacks some packages; install them with: sudo apt-get install$$missing"; exit 1; \
	fi
