"""The cast: a reporter, an editor, a moderator, an administrator, and readers who have no account."""

import pytest
from django.test import Client

from newsroom import roles


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
