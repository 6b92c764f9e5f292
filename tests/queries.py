"""Watch what a page asks of the database."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def asked_for(path: str, client: Client | None = None) -> tuple[int, list[str]]:
    """Return the status of a page, and the queries that it takes."""
    with CaptureQueriesContext(connection) as queries:
        status = (client or Client()).get(path).status_code
    return status, [query["sql"] for query in queries]


def queries_of(client: Client, address: str) -> int:
    """Return how many queries a page takes, which has to answer."""
    status, queries = asked_for(address, client)
    assert status == 200
    return len(queries)
