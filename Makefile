# Duibiao 对标: the verbs. `make help` lists them. Nothing needs to be set up first.

CORPUS ?= corpus/sample
OUT ?= outputs
PYTHON ?= $(firstword $(foreach name,python3.13 python3.12 python3.11 python3.14 python3 python,\
	$(shell command -v $(name) >/dev/null 2>&1 \
		&& $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $(name))))

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

# File names as prerequisites: what make reads specially is escaped, so that names may hold blanks.
blank := $(subst ,, )
escape = $(subst $(blank),\$(blank),$(1))
files = $(shell find $(1) 2>/dev/null | sed 's/[ :]/\\&/g')

VENV := .venv
READY := $(VENV)/.ready
PROGRAM := $(call files,pipeline extractors corpus/places corpus/references \
	-name '*.py' -o -name '*.yaml' -o -name '*.csv' -o -path '*/templates/*')
# What reviewers decided lies beside the corpus. A new decision makes the outputs anew; so does one that was taken away.
REVIEWS := $(call files,"$(CORPUS)/../reviews")
NOTICES := $(call files,"$(CORPUS)" \( -name '.*' ! -path "$(CORPUS)" -o -path "$(OUT)" \) -prune -o -print)
DATABASE := $(call escape,$(OUT))/policy.db
# Which corpus the outputs are of is part of this file's name: another CORPUS is another file, and makes them anew.
MARKER := $(call escape,$(OUT))/.corpus-$(shell printf %s "$(CORPUS)" | cksum | cut -d' ' -f1)

.PHONY: help setup extract report diff fetch test lint types format clean

help: ## list the verbs
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18
	@echo
	@echo '  CORPUS=folder     the notices to read (now: $(CORPUS))'
	@echo '  OUT=folder        where the outputs go (now: $(OUT))'

setup: $(READY) ## make the environment (the other verbs do it by themselves)

extract: $(DATABASE) ## read CORPUS into OUT: policy.db, graph and report.html
	@$(if $(made),:,echo 'Nothing to do: $(OUT)/policy.db is newer than every file of $(CORPUS) and of the program.')

$(DATABASE): $(READY) $(MARKER) $(PROGRAM) $(NOTICES) $(REVIEWS)
	$(eval made := yes)
	@$(VENV)/bin/duibiao extract "$(CORPUS)" --out "$(OUT)" || { rm -f "$(OUT)"/.corpus-*; exit 1; }

$(MARKER):
	@mkdir -p "$(OUT)" && rm -f "$(OUT)"/.corpus-* && touch "$@"

report: $(DATABASE) ## print the summary again and rewrite the page
	@$(VENV)/bin/duibiao report --out "$(OUT)"

diff: $(READY) ## compare two notices: make diff OLD=one.txt NEW=other.txt
	@$(VENV)/bin/duibiao diff "$(OLD)" "$(NEW)" --db "$(OUT)/policy.db" || [ $$? -eq 1 ]

fetch: $(READY) ## fetch all publishers that are due, or one: make fetch SOURCE=name CONTACT=you@example.org
	@$(VENV)/bin/duibiao fetch $(if $(SOURCE),"$(SOURCE)",--due) --contact "$(CONTACT)"

test: $(READY) ## run all tests, with lint and types among them
	@$(VENV)/bin/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadscope

lint: $(READY) ## check style
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check .

types: $(READY) ## check types
	@$(VENV)/bin/mypy

format: $(READY) ## rewrite the code in the project's style
	@$(VENV)/bin/ruff format . && $(VENV)/bin/ruff check --fix .

clean: ## remove what make extract made in OUT
	@rm -rf "$(OUT)"/policy.db "$(OUT)"/metadata.json "$(OUT)"/report.html "$(OUT)"/graph.* "$(OUT)"/.corpus-*

$(READY): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo 'Duibiao needs Python 3.11 or later and finds none; install it, or say make PYTHON=/path/to/python3' >&2; exit 1; fi
	@echo 'Setting up $(VENV) with $(PYTHON), once; this takes a minute or two.'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo '$(PYTHON) cannot make environments: install its venv module (on Debian and Ubuntu: apt install python3-venv)' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(VENV)/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
