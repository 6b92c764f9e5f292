"""The paper's own chores."""

from django.conf import settings
from django.core.management import call_command

from newsroom import purging
from newsroom.lib import droplog
from newsroom.lib.chores import chore

_A_DAY = 86_400


@chore("forget ended sessions", every=_A_DAY)
def forget_ended_sessions():
    call_command("clearsessions")


@chore("trim the log of dropped pages", every=600)
def trim_droplog():
    droplog.trim()


if settings.PURGE_URL:

    @chore("purge caches in front", every=1)
    def purge():
        purging.purge()
