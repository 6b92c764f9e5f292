"""Background tasks of the site itself."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from articles.announcing import who_asked
from newsroom import announcing, purging
from newsroom.lib import droplog, planner
from newsroom.lib.tasks import task

_A_DAY = 86_400


@task("forget ended sessions", every=_A_DAY)
def forget_ended_sessions():
    call_command("clearsessions")


@task("trim the log of dropped pages", every=600)
def trim_droplog():
    droplog.trim()


if connection.vendor == "sqlite":

    @task("look at the tables", every=_A_DAY)
    def look_at_tables():
        planner.look_at_tables()


if settings.PURGE_URL:

    @task("purge caches in front", every=1)
    def purge():
        purging.purge()


if who_asked():

    @task("tell search engines", every=15)
    def tell_search_engines():
        announcing.tell_search_engines()

    @task("tell the hub", every=15)
    def tell_hub():
        announcing.tell_hub()

    @task("give up announcements", every=3600)
    def give_up_announcements():
        announcing.forget_what_nobody_heard()
