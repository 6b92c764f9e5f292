"""Who is signed in at the desk, asked by a page that is the same for all others and may be cached for them."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

# As Django's table of sessions has it.
_LONGEST_KEY = 40


def signed_in_staff(request):
    """Return the member of staff whose session a request carries, None for anyone else. Two queries with a cookie.

    It looks at a copy. Django takes a session that was looked at for one that made the page, and would add a header
    to it, or end or renew the session, where the cookie is a stranger's, an old one or none of ours.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not (key and len(key) <= _LONGEST_KEY and key.isascii() and key.isalnum()):
        return None
    copy = HttpRequest()
    copy.session = _session(key)
    user = get_user(copy)
    return user if user.is_active and user.is_staff else None


def _session(key: str):
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    session.flush = session.cycle_key = lambda: None
    return session
