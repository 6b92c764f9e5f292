# Two commands: `make run` prints the paper, `make test` proves it. The README has the settings.

PYTHON ?= python3
IN := .venv/bin
# uv installs in seconds what takes pip a minute.
UV := $(shell command -v uv 2>/dev/null)
VENV := $(if $(UV),$(UV) venv --quiet --seed --python $(PYTHON),$(PYTHON) -m venv)
INSTALL := $(if $(UV),$(UV) pip install --quiet --python $(IN)/python,$(IN)/pip install --quiet --disable-pip-version-check)
MANAGE := $(IN)/python manage.py
COLLECT := $(MANAGE) collectstatic --noinput --verbosity 0
# Another DATA_DIR than last time has no static files yet.
COLLECTED := test -e "$${DATA_DIR:-var}/static/staticfiles.json" || $(COLLECT)
STATIC_FILES := $(shell find newsroom/static articles comments -path '*/static/*' -type f 2>/dev/null)

# Of the hashes of strings and of the order of tests: what fails by one of them fails again with the same seed.
ifndef SEED
SEED := $(shell $(PYTHON) -c 'import random; print(random.randrange(2**32))')
endif

.PHONY: run serve test tools lint format messages

run: export PUBLICATION_NAME ?= The Ellery Courier
run: export PUBLICATION_TAGLINE ?= The daily of Port Ellery and the Sound of Marrow, since 1871
run: .venv/collected
	@$(COLLECTED)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) demo
	@$(MANAGE) serve

serve: .venv/collected
	@$(COLLECTED)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) serve

# What Python compiles is kept, also where the environment says otherwise: it halves the time that the tests take to begin.
test: export PYTHONDONTWRITEBYTECODE =
test: export PYTHONHASHSEED = $(SEED)
test: .venv/installed-for-tests
	@echo "To have the same order again: make test SEED=$(SEED)"
	@$(IN)/pytest -n auto --dist loadgroup --randomly-seed=$(SEED) $(ARGS)

# Everything that any test needs: `make test` skips those of a bucket, which take another 100 MB, where it is not there.
tools: .venv/installed-for-tests .venv/installed-for-buckets

lint: .venv/installed-for-tests
	$(IN)/ruff check .
	$(IN)/ruff format --check .
	find templates -name '*.html' | xargs $(IN)/djade --check
	$(MANAGE) makemigrations --check --dry-run
	SITE_URL=https://paper.example TRUSTED_PROXIES=1 $(MANAGE) check --deploy --fail-level WARNING

format: .venv/installed-for-tests
	$(IN)/ruff check --fix .
	$(IN)/ruff format .
	find templates -name '*.html' | xargs $(IN)/djade

# Needs GNU gettext. What is new stands in the catalogues with an empty translation until someone writes it.
messages: .venv/installed
	$(MANAGE) makemessages --all --no-location --no-wrap --no-obsolete --ignore 'tests/*' --ignore '.venv/*' --ignore 'var/*'
	$(MANAGE) compilemessages

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Newsroom needs Python 3.11 or newer." if sys.version_info < (3, 11) else 0)'
	@echo "Making .venv …"
	@$(VENV) .venv

.venv/installed: .venv/bin/python requirements.txt
	@echo "Installing what the paper runs on …"
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/installed-for-tests: .venv/installed tests/requirements.txt
	@echo "Installing what the tests need …"
	@$(INSTALL) -r tests/requirements.txt
	@touch $@

.venv/installed-for-buckets: .venv/installed newsroom/requirements-s3.txt tests/requirements-s3.txt
	@echo "Installing a bucket to test against …"
	@$(INSTALL) -r tests/requirements-s3.txt
	@touch $@

.venv/collected: .venv/installed $(STATIC_FILES)
	@echo "Collecting and compressing static files …"
	@$(COLLECT)
	@touch $@
