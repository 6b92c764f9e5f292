"""The database looks at its tables when it is told to, so that it plans for what is in them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.lib.planner import look_at_tables
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def looked_at():
    with CaptureQueriesContext(connection) as queries:
        look_at_tables()
    return queries[-1]["sql"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps nothing of an empty table")
def test_a_table_that_is_empty_is_not_looked_at():
    make_article()
    assert "articles_article" in looked_at()
    assert "comments_comment" not in looked_at()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="in the words of SQLite")
def test_sqlite_looks_at_everything():
    assert looked_at() == "ANALYZE"
