"""The paper's own settings, made quick and closed to the outside."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "tests-only-4c1f0b7e92a86d35-not-for-a-paper")
os.environ.setdefault("SITE_URL", "http://testserver")
# A browser test leaves Playwright's event loop running in the worker; Django would take later tests for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from newsroom.settings import *  # noqa: F403
from newsroom.settings import CACHES, DATABASES, STORAGES

_SCRATCH = Path(tempfile.gettempdir()) / f"newsroom-tests-{os.getuid()}"
_SCRATCH.mkdir(exist_ok=True)

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
MEDIA_ROOT = _SCRATCH / "media"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ADMINS = [("", "desk@example.org")]
COMMENTS_PER_TEN_MINUTES = 0
REPORTS_PER_TEN_MINUTES = 0
WHITENOISE_AUTOREFRESH = True

CACHES["default"]["KEY_PREFIX"] = os.environ.get("PYTEST_XDIST_WORKER", "")

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that the browser tests' server has connections of its own, with the locks of the real thing.
    DATABASES["default"]["TEST"] = {"NAME": str(_SCRATCH / "test.sqlite3")}
else:
    DATABASES["default"]["OPTIONS"].pop("pool", None)
