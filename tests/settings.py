"""The paper's own settings, made quick and closed to the outside."""

import os

os.environ.setdefault("SECRET_KEY", "tests-only-4c1f0b7e92a86d35-not-for-a-paper")
os.environ.setdefault("SITE_URL", "http://testserver")
# A browser test leaves Playwright's event loop running in the worker; Django would take later tests for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from newsroom.env import BASE_DIR
from newsroom.settings import *  # noqa: F403
from newsroom.settings import CACHES, DATABASES, SHARED_CACHE, STORAGES

# In the checkout, so that the tests of two checkouts can run at once.
_SCRATCH = BASE_DIR / "var" / "tests"
_SCRATCH.mkdir(parents=True, exist_ok=True)

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
MEDIA_ROOT = _SCRATCH / "media"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ADMINS = [("", "desk@example.org")]
COMMENTS_PER_TEN_MINUTES = 0
REPORTS_PER_TEN_MINUTES = 0
WHITENOISE_AUTOREFRESH = True


def _of_this_worker(location: str) -> str:
    """Return the address of another database of Redis for each worker: a test that empties the cache empties all of it."""
    server, slash, number = location.rpartition("/")
    return f"{server}{slash}{(int(number) + 1 + int(_worker.removeprefix('gw') or 0)) % 16}"


_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
CACHES["default"]["KEY_PREFIX"] = _worker
if SHARED_CACHE:
    CACHES["default"]["LOCATION"] = _of_this_worker(CACHES["default"]["LOCATION"])

# A test's database is worth nothing after a crash: nobody waits for a disk.
_OPTIONS = DATABASES["default"]["OPTIONS"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that threads have connections of their own, with the locks of the real thing.
    DATABASES["default"]["TEST"] = {"NAME": str(_SCRATCH / "test.sqlite3")}
    _OPTIONS["init_command"] += "; PRAGMA synchronous=OFF"
else:
    _OPTIONS.pop("pool", None)
    _OPTIONS["options"] += " -c synchronous_commit=off"
