import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


def _paper():
    """Return the WSGI application. Raises ImproperlyConfigured for weak secrets."""
    paper = get_wsgi_application()
    # Imported here, since settings and models are loaded only now.
    from newsroom import beacon, checks, page_cache, scheduler, urls  # noqa: F401 - what the first page would load
    from newsroom.lib.http import in_utf_8

    checks.refuse_weak_secrets()
    # What is loaded now stays, so that garbage collections need not scan it.
    gc.collect()
    gc.freeze()
    return page_cache.kept_in_memory(beacon.counting_reads(in_utf_8(scheduler.at_work(paper))))


application = _paper()
