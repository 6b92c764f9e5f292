# Two commands: `make run` prints the paper, `make test` proves it. The README has the settings.

PYTHON ?= python3
IN := .venv/bin
MANAGE := $(IN)/python manage.py
COLLECT := $(MANAGE) collectstatic --noinput --verbosity 0
# Another DATA_DIR than last time has no static files yet.
COLLECTED := test -e "$${DATA_DIR:-var}/static/staticfiles.json" || $(COLLECT)
STATIC_FILES := $(shell find newsroom/static articles comments -path '*/static/*' -type f 2>/dev/null)

.PHONY: run serve test lint format messages

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
test: .venv/installed-for-tests
	$(IN)/pytest -n auto --dist loadgroup

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
	@$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements.txt
	@echo "Installing what the paper runs on …"
	@$(IN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/installed-for-tests: .venv/installed newsroom/requirements-s3.txt tests/requirements.txt
	@echo "Installing what the tests need …"
	@$(IN)/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

.venv/collected: .venv/installed $(STATIC_FILES)
	@echo "Collecting and compressing static files …"
	@$(COLLECT)
	@touch $@
