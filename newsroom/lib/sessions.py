"""The staff member who is signed in, for pages that are otherwise the same for everybody and cached."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

# The column length in Django's session table.
_LONGEST_KEY = 40


def signed_in_staff(request):
    """Return the member of staff whose session a request has, None for anyone else. Two queries with a cookie.

    It reads the session through a separate request object. If it used the request's own session, Django would add
    `Vary: Cookie` to the page, and might flush or renew the session.
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
