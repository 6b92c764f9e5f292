import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


def _paper():
    """Return the application, which refuses to be served with secrets that can be guessed."""
    paper = get_wsgi_application()
    # Settings and models are there only now.
    from newsroom import caretaker, checks, coherence
    from newsroom.lib.http import in_utf_8

    checks.refuse_weak_secrets()
    return coherence.kept_in_memory(in_utf_8(caretaker.at_work(paper)))


application = _paper()
