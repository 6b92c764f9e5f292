"""Count what a page asks of the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(client, address: str) -> int:
    """Return how many queries a page takes, which has to answer."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
