# Everything lives in .venv; nothing else on the machine is changed. `make help` lists what there is to do.
# Only what a command prints goes to standard output: setting up speaks on standard error, and leaves standard input alone.

VENV := .venv
BIN := $(VENV)/bin
# The Python to make .venv with. `make test PYTHON=/path/to/python3.12` insists on one.
PYTHON ?= python3
# Unless somebody insists, a newer one beside an old or incomplete python3 will do.
PYTHONS := $(PYTHON) $(if $(filter file,$(origin PYTHON)),python3.14 python3.13 python3.12 python3.11)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

# Handed on to the command that a target runs: `make test ARGS="-k reminders"`.
ARGS ?=

# Two installations into one .venv at a time would break it.
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# --- Setting up. A stamp file says that .venv has what one lock lists; it is as old as that installation. ---

MADE := $(VENV)/.made
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
BENCH := $(VENV)/.bench

# The commands in .venv hold its path. One that was copied here from elsewhere, or whose Python is gone, is made anew.
ifneq ($(shell test -x $(BIN)/python && cat $(MADE) 2>/dev/null),$(CURDIR))
$(MADE): FORCE
endif
.PHONY: FORCE
FORCE:

$(MADE):
	@for python in $(PYTHONS); do \
		"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' </dev/null >/dev/null 2>&1 || continue; \
		echo "Making $(VENV) with $$("$$python" --version) ..." >&2; \
		rm -rf $(VENV) && "$$python" -m venv $(VENV) </dev/null >&2 && echo '$(CURDIR)' >$@; \
		exit; \
	done; \
	echo "wsisbot needs Python 3.11 or newer with its venv module (on Debian: the packages python3 and python3-venv)." >&2; \
	echo "\"$(PYTHON)\" is: $$("$(PYTHON)" --version 2>&1 || true)" >&2; \
	echo "If there is another: make PYTHON=/path/to/python3.12 ..." >&2; \
	exit 1

# $(call install,LOCK,STAMPS): each lock has all that the smaller ones have, so it satisfies their stamps too.
# pip is told to keep quiet on all but errors: this machine's settings for it are no concern of ours.
define install
	@echo "Installing requirements/$(1).txt into $(VENV) ..." >&2
	@$(PIP) install -qq --require-hashes -r requirements/$(1).txt </dev/null >&2
	@$(PIP) install -qq --no-deps --no-build-isolation -e . </dev/null >&2
	@touch $(2)
endef

$(RUN): requirements/run.txt pyproject.toml $(MADE)
	$(call install,run,$(RUN))

$(DEV): requirements/dev.txt pyproject.toml $(MADE)
	$(call install,dev,$(RUN) $(DEV))

$(BENCH): requirements/bench.txt pyproject.toml $(MADE)
	$(call install,bench,$(RUN) $(DEV) $(BENCH))

POT := bot/languages/locales/wsisbot.pot

# $(call extract,FILE): no dates and no line numbers, so that the file changes only when a sentence does.
define extract
$(BIN)/pybabel -q extract --omit-header --no-location --sort-output -k ObjectionError -o $(1) bot adapters
endef

# --- What there is to do ---

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: run
run: $(RUN) ## chat with the bot in this terminal (or: echo "a question" | make run)
	@$(BIN)/wsisbot chat $(ARGS)

# What counts requests a second wants the machine for itself.
ALONE := tests/acceptance/telegram/test_soak.py tests/acceptance/discord/test_soak.py

# Tests wait for a third of their time, so that three at once keep two cores busy. `make test ARGS="-n 0 -k chat"` runs one
# after the other, `-n 12` suits a large machine.
.PHONY: test
test: $(DEV) ## run the tests
	@$(BIN)/python -m pytest -n 3 --dist worksteal $(or $(ARGS),$(ALONE:%=--ignore=%))
	@$(if $(ARGS),,$(BIN)/python -m pytest $(ALONE))

.PHONY: check
check: $(DEV) ## lint, types, import rules, the knowledge base, and whether made files are up to date
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/wsisbot knowledge check
	@$(BIN)/python requirements/lock.py --check
	@$(call extract,$(VENV)/messages.pot) && diff $(VENV)/messages.pot $(POT) || { echo "$(POT) is stale: make messages" >&2; exit 1; }

.PHONY: format
format: $(DEV) ## put the code into shape, mending what can be mended without thought
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

.PHONY: coverage
coverage: $(DEV) ## run the tests and list the lines that none of them reached
	@$(BIN)/coverage run -m pytest $(ARGS)
	@$(BIN)/coverage report

.PHONY: messages
messages: $(DEV) ## collect the sentences that users see, for translators
	@$(call extract,$(POT))

.PHONY: eval
eval: $(DEV) ## measure the answers on the question sets, and what the example questions bring
	@$(BIN)/python -m tests.questions.evaluate --without-asks $(ARGS)

.PHONY: fit
fit: $(DEV) ## fit the weights of the ranking on the `tune` questions and print them
	@$(BIN)/python -m tests.questions.fit $(ARGS)

.PHONY: bench
bench: $(BENCH) ## measure speed and memory
	@$(BIN)/python -m tests.bench $(ARGS)

.PHONY: crash
crash: $(DEV) ## kill the bot at each step of a delivery, again and again, and count what arrives (about 45 minutes)
	@$(BIN)/python -m tests.crash $(ARGS)

.PHONY: soak
soak: $(DEV) ## deliver 10,000 reminders that fall due in one minute, and answer many people at once (about 15 minutes)
	@$(BIN)/python -m tests.soak $(ARGS)
	@$(BIN)/python -m pytest --soak --durations=0 $(ALONE)

.PHONY: lock
lock: $(DEV) ## make the locks in requirements/ from pyproject.toml (newest versions: ARGS=--upgrade)
	@$(BIN)/python requirements/lock.py $(ARGS)

.PHONY: hooks
hooks: $(DEV) ## have git run the quick checks before each commit
	@$(BIN)/pre-commit install

.PHONY: clean
clean: ## remove .venv and everything else that these targets made
	@rm -rf $(VENV) build dist htmlcov .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
