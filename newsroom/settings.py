"""The one settings file. What differs between machines comes from the environment (see the README's table)."""

from email.utils import parseaddr
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.conf.global_settings import LANGUAGES
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import html_tags
from environs import validate
from js_asset import static_lazy

from newsroom import early
from newsroom.env import BASE_DIR, database, env, kept_secret, picture_storage, records, site_url, time_zone
from newsroom.lib import replica

# The folder for the paper's state on one machine: database, pictures, secrets.
DATA_DIR = env.path("DATA_DIR", BASE_DIR / "var").resolve()

DEBUG = env.bool("DEBUG", False)
HOST = env.str("HOST", "127.0.0.1")
PORT = env.int("PORT", 8000, validate=validate.Range(1, 65535))
SITE_URL = site_url("SITE_URL", f"http://{f'[{HOST}]' if ':' in HOST else HOST}:{PORT}")
SECURE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname, *env.list("ALLOWED_HOSTS", [], subcast=str.strip)]
if not SECURE:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]

SECRET_KEY = env.str("SECRET_KEY", "") or kept_secret(DATA_DIR / "secret-key")
# Commenters' addresses are encrypted and looked up with keys derived from these, newest first.
ADDRESS_SECRETS = env.list("ADDRESS_SECRETS", [], subcast=str.strip) or [SECRET_KEY]

# The publication.
PUBLICATION_NAME = env.str("PUBLICATION_NAME", "Newsroom")
PUBLICATION_TAGLINE = env.str("PUBLICATION_TAGLINE", "")
# 130 is the value of the site that this publication comes from. Silent reading of English is
# nearer 238 words a minute (Brysbaert 2019, doi:10.1016/j.jml.2019.104047).
WORDS_PER_MINUTE = env.int("WORDS_PER_MINUTE", 130, validate=validate.Range(1))
# Rate limit: posts per network and article in ten minutes; 0 means no limit.
COMMENTS_PER_TEN_MINUTES = env.int("COMMENTS_PER_TEN_MINUTES", 10, validate=validate.Range(0))
# Rate limit: confirmation mails per network and hour; 0 means no limit.
CONFIRMATIONS_PER_HOUR = env.int("CONFIRMATIONS_PER_HOUR", 10, validate=validate.Range(0))
# Rate limit: reports per network in ten minutes; 0 means no limit.
REPORTS_PER_TEN_MINUTES = env.int("REPORTS_PER_TEN_MINUTES", 20, validate=validate.Range(0))
# The total weight of reports that hides a comment until a moderator decides; 0 means that reports hide nothing. A new
# reporter's weight is 0.5, that of one who was always right nearly 1.
REPORTS_HIDE_AT = env.float("REPORTS_HIDE_AT", 1.5, validate=validate.Range(0))
# Retention of personal data; 0 means for ever (see comments.retention and articles.reads).
FORGET_NETWORKS_AFTER_DAYS = env.int("FORGET_NETWORKS_AFTER_DAYS", 30, validate=validate.Range(0))
FORGET_REJECTED_AFTER_DAYS = env.int("FORGET_REJECTED_AFTER_DAYS", 90, validate=validate.Range(0))
FORGET_ADDRESSES_AFTER_MONTHS = env.int("FORGET_ADDRESSES_AFTER_MONTHS", 24, validate=validate.Range(0))
FORGET_READS_AFTER_DAYS = env.int("FORGET_READS_AFTER_DAYS", 90, validate=validate.Range(0))
# Hours after which a comment is first in the moderators' queue, whatever its risk.
QUEUE_AGE_BOUND_HOURS = env.int("QUEUE_AGE_BOUND_HOURS", 12, validate=validate.Range(1))

# The size of each worker's page cache in megabytes; 0 turns it off.
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", 12, validate=validate.Range(0))
# How long the last good copy of a page is served when it cannot be built, as without the database.
LAST_GOOD_COPY_MINUTES = env.int("LAST_GOOD_COPY_MINUTES", 60, validate=validate.Range(0))
# The header that sends a page's cache tags to a cache in front, so that it can purge by tag; empty sends none.
EDGE_TAG_SEPARATORS = {"Surrogate-Key": " ", "Cache-Tag": ","}
EDGE_TAG_HEADER = env.str("EDGE_TAG_HEADER", "", validate=validate.OneOf(["", *EDGE_TAG_SEPARATORS]))
# The address to which such a cache takes purge requests, and the header that authenticates them.
PURGE_URL = env.str("PURGE_URL", "", validate=validate.Regexp("(https?://.+)?", error="It must be an address."))
PURGE_HEADER = env.str("PURGE_HEADER", "", validate=validate.Regexp("([A-Za-z-]+: .+)?", error="Write Name: value."))

# A staging site: crawlers are disallowed, and nothing is announced.
STAGING = env.bool("STAGING", False)
# The IndexNow key for announcements to search engines; empty turns them off.
INDEXNOW_KEY = env.str(
    "INDEXNOW_KEY", "", validate=validate.Regexp("([a-zA-Z0-9-]{8,128})?", error="8 to 128 of a-z, A-Z, 0-9 and -.")
)
# The WebSub hub that is told of every changed feed, and that feed readers may subscribe to; empty for none.
WEBSUB_HUB = env.str("WEBSUB_HUB", "", validate=validate.Regexp("(https?://.+)?", error="It must be an address."))

# Who runs background tasks, such as mail: each server process in a thread, or only the separate processes of
# `manage.py tasks --loop`, any number of them on any machines.
TASKS = env.str("TASKS", "server", validate=validate.OneOf(["server", "workers"]))

INSTALLED_APPS = [
    "newsroom.apps.NewsroomConfig",
    "newsroom.apps.DeskConfig",
    "articles",
    "comments",
    "crispy_forms",
    "django_prose_editor",
    "js_asset",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "newsroom.middleware.trust_proxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.CompressedPages",
    "newsroom.middleware.ContentPolicy",
    "newsroom.middleware.ConditionalPages",
    "newsroom.middleware.DeskSessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
AUTH_USER_MODEL = "newsroom.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.publication",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "forms"

# Databases and the cache. Sessions go to the cache only where every server shares it: a worker's own
# memory would keep a session alive after another worker ended it.
DATABASES = {"default": database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'newsroom.sqlite3'}")}
if env.str("REPLICA_URL", ""):
    DATABASES[replica.ALIAS] = database("REPLICA_URL", "")
DATABASE_ROUTERS = ["newsroom.lib.replica.Router"]
CACHES = {"default": env.dj_cache_url("CACHE_URL", "locmem://")}
SHARED_CACHE = CACHES["default"]["BACKEND"].endswith("RedisCache")
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if SHARED_CACHE else 'db'}"

# Language and time zone.
LANGUAGE_CODE = env.str(
    "LANGUAGE_CODE", "en", validate=validate.OneOf(dict(LANGUAGES), error="There is no such language.")
)
TIME_ZONE = time_zone("TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["newsroom.formats"]
# One catalogue a language for all apps and templates; `make messages` brings it up to date.
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]

# Static files and pictures. MEDIA_URL is what a copy calls its pictures, wherever they are kept.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# Files at the root, such as favicon.ico, which some programs request without reading a page.
WHITENOISE_ROOT = BASE_DIR / "newsroom" / "root"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": picture_storage(
        "MEDIA_STORAGE",
        front=site_url("MEDIA_CDN", ""),
        region=env.str("AWS_DEFAULT_REGION", "us-east-1"),
        endpoint=site_url("AWS_ENDPOINT_URL", ""),
    ),
    "staticfiles": {"BACKEND": "newsroom.storage.StaticFiles"},
}

# The address that readers fetch pictures from, if not the paper itself.
MEDIA_FRONT = STORAGES["default"].get("OPTIONS", {}).get("front", "")

# Staff sign in at the desk.
LOGIN_URL = "admin:login"
CSRF_FAILURE_VIEW = "newsroom.pages.csrf_failure"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]

# The Content-Security-Policy. Public pages have no inline style, and one inline script, allowed by its hash, so that
# they need no nonce and can be cached.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, early.SOURCE],
        "img-src": [SELF, "data:", *([f"{MEDIA_FRONT}/"] if MEDIA_FRONT else [])],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000 if SECURE else 0, validate=validate.Range(0))
# A paper seldom controls all subdomains, so HSTS neither includes them nor asks for preloading.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# The number of our own reverse proxies in front, which set X-Forwarded-For and X-Forwarded-Proto.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(0))

# Mail. EMAIL_URL's smtp+tls is misread by its parser, so that each part is a variable of its own.
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "newsroom.lib.mail.Printed"
EMAIL_PORT = env.int("EMAIL_PORT", 25, validate=validate.Range(1, 65535))
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
SERVER_EMAIL = DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", f"newsroom@{urlsplit(SITE_URL).hostname}")
ADMINS = [("", address) for address in env.list("ADMINS", [], subcast=str.strip)]

# Small files at well-known addresses (see newsroom.well_known). SECURITY_CONTACT is for reports of vulnerabilities.
SECURITY_CONTACT = env.str(
    "SECURITY_CONTACT",
    f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}",
    validate=validate.Regexp(
        r"(mailto:\S+@\S+|https://\S+|tel:\+?[0-9-]+)?", error="Write mailto:…, https://… or tel:…"
    ),
)
ADS_TXT = records("ADS_TXT", r"[^,=\s]+(, *[^,]+){2,3}|[A-Za-z]+=.+", "exchange.example, 1234, DIRECT")
TRUST_TXT = records(
    "TRUST_TXT",
    "(member|belongto|control|controlledby|social|vendor|customer|disclosure|contact|datatrainingallowed)=.+",
    "belongto=https://association.example",
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "nowhere": {"class": "logging.NullHandler"},
        # Silent while ADMINS is empty.
        "mail_admins": {
            "class": "django.utils.log.AdminEmailHandler",
            "level": "ERROR",
            "reporter_class": "newsroom.lib.alarms.Alarm",
        },
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["mail_admins"]},
        "django.server": {"handlers": [], "propagate": True},
        # Bad requests are answered with a 400 and logged, but not mailed; wrong hosts are not even logged.
        "django.security": {"handlers": ["console"], "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}

# The fixed set of editor extensions. An extension that is not named here loses its content at the next save,
# so what newsroom.lib.html allows and what stands here change together (tests/newsroom/test_html.py).
COPY_EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Figure": True,
    "Image": True,
    "Caption": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "NodeClass": {"cssClasses": {"blockquote": [{"className": "pullquote", "title": "Pull quote"}]}},
    "Footnote": {
        "button": _("Note"),
        "title": _("Footnote"),
        "text": _("Text of the note"),
        "help": _("*Emphasis* and [links](https://example.org) as here."),
        "done": _("Put it in"),
    },
    "Embed": {
        "button": _("Embed"),
        "title": _("Something on another site"),
        "address": _("Its address"),
        "words": _("What it shows"),
        "help": _(
            "The address of its page, as the browser shows it. Readers get a link, and nothing is loaded from there before they ask."
        ),
        "done": _("Put it in"),
    },
    "Gallery": {
        "button": _("Gallery"),
        "title": _("Make neighbouring pictures a gallery, or take it apart"),
    },
    "HTML": True,
}
# Our own extensions. Each is a module that the editor fetches; content of one that fails to load is lost.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("newsroom/desk/editor/footnote.js")],
        "extensions": {"Footnote": html_tags(["sup"], {"sup": ["data-footnote"]})},
    },
    {
        "js": [static_lazy("newsroom/desk/editor/embed.js")],
        "extensions": {"Embed": html_tags(["figure", "a"], {"figure": ["data-embed"]})},
    },
    {
        "js": [static_lazy("newsroom/desk/editor/gallery.js")],
        "extensions": {"Gallery": html_tags(["figure"], {"figure": ["data-gallery"]})},
    },
]
