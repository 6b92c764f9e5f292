"""The cast: a reporter, an editor, a moderator, an administrator, and readers who have no account."""

import pytest
from django.db import connection
from django.test import Client

from newsroom import roles
from newsroom.lib import printing
from tests import migrated

# What a test asks for when it touches a database.
_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="run what another database could change: every test that touches one, and no browser",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    for item in items:
        for mark in ("browser", "server"):
            if item.get_closest_marker(mark):
                # One worker has what they share. What a real browser or a server of its own does on a busy machine may
                # be tried once more, which the end of the run tells.
                item.add_marker(pytest.mark.xdist_group(mark))
                item.add_marker(pytest.mark.flaky(reruns=1))
    if config.getoption("database_only"):
        touching = [item for item in items if _touches_a_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(touching)])
        items[:] = touching


def _touches_a_database(item):
    if item.get_closest_marker("browser"):
        return False
    is_marked = item.get_closest_marker("django_db") or item.get_closest_marker("any_database")
    return bool(is_marked or _DATABASE_FIXTURES.intersection(item.fixturenames))


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_modify_db_settings):
    return migrated.lay() or django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        migrated.keep()
        if connection.vendor == "postgresql":
            _plan_alike_in_every_test()


def _plan_alike_in_every_test():
    """Keep PostgreSQL from looking at tables between two tests, when they are empty: it would plan for empty ones, and
    take minutes for a long thread."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = false)')


@pytest.fixture(autouse=True)
def nothing_printed():
    """Have each test print its own pages, whatever settings those of another were printed with."""
    printing.forget()


@pytest.fixture
def reporter(db):
    return roles.make_staff("reporter", roles.REPORTER)


@pytest.fixture
def editor(db):
    return roles.make_staff("editor", roles.EDITOR)


@pytest.fixture
def moderator(db):
    return roles.make_staff("moderator", roles.MODERATOR)


@pytest.fixture
def administrator(db):
    return roles.make_staff("administrator", roles.ADMINISTRATOR)


@pytest.fixture
def reader(db):
    """A reader's browser, which enforces what a real one meets."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def desk(db):
    """Sign someone in at the desk: `desk(editor)` is their browser."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in
