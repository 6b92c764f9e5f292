"""The settings of a paper that browser tests are served: the real ones, with static files that nobody compressed."""

from newsroom.settings import *  # noqa: F403

# To compress them takes ten seconds, and no test looks at it.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["css", "js", "json", "map", "md", "svg", "txt", "woff2"]
# A quarter of a second for each who signs in.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
