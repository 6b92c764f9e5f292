"""The cast: a reporter, an editor, a moderator, an administrator, and readers who have no account."""

import pytest
from django.test import Client

from newsroom import roles
from newsroom.lib import printing
from tests import migrated


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_modify_db_settings):
    return migrated.lay() or django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        migrated.keep()


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
