"""The upper bound of speed: settings and views of bare Django, which insert one row per POST, or answer with a stored
page.

The database and the server are the paper's; there is no middleware, form, template, model or page cache.
"""

from functools import cache

from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import path

from newsroom.benchmarks.bare import the_page
from newsroom.settings import *  # noqa: F403
from newsroom.settings import SILENCED_SYSTEM_CHECKS

MIDDLEWARE = []
PAGE_CACHE_MB = 0
ROOT_URLCONF = __name__
# The admin's checks of MIDDLEWARE.
SILENCED_SYSTEM_CHECKS += ["admin.E408", "admin.E409", "admin.E410"]
_TABLE = "benchmark_floor"


def make_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {_TABLE} (text text NOT NULL)")


def keep(request):
    """Insert one row, and redirect as the reply form does."""
    if request.method == "POST":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {_TABLE} (text) VALUES (%s)", [request.POST["text"]])
    return HttpResponse(status=303, headers={"Location": "/"})


_the_page = cache(the_page)


def same(request):
    """Answer with the stored page."""
    headers, body = _the_page()
    return HttpResponse(body, headers=dict(headers))


urlpatterns = [path("", keep), path("same/", same)]
