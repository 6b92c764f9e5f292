import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


def _paper():
    """Return the application, which refuses to be served with secrets that can be guessed."""
    paper = get_wsgi_application()
    # Settings and models are there only now.
    from newsroom import beacon, checks, page_cache, scheduler, urls  # noqa: F401 - what the first page would load
    from newsroom.lib.http import in_utf_8

    checks.refuse_weak_secrets()
    # What is here now stays: the collector need not go through it again and again, and so comes sooner to what pages leave.
    gc.collect()
    gc.freeze()
    return page_cache.kept_in_memory(beacon.counting_reads(in_utf_8(scheduler.at_work(paper))))


application = _paper()
