"""System checks of the configuration."""

from django.conf import settings
from django.core.checks import Error, Warning, register
from django.core.exceptions import ImproperlyConfigured

_SHORTEST = 32


@register("security")
def secrets_are_strong(app_configs, **kwargs):
    """Refuse weak secrets: they protect readers' addresses and sessions."""
    named = [("SECRET_KEY", settings.SECRET_KEY)]
    named += [("ADDRESS_SECRETS", secret) for secret in settings.ADDRESS_SECRETS]
    return [
        Error(
            f"{name} is too short or too plain to protect anything.",
            hint=f"Give it at least {_SHORTEST} random characters, or leave it unset to have one made and kept.",
            id="newsroom.E001",
        )
        for name, secret in dict.fromkeys(named)
        if _is_weak(secret)
    ]


def refuse_weak_secrets() -> None:
    """Raise ImproperlyConfigured for weak secrets in a server not started by `manage.py`, which runs the checks."""
    if errors := secrets_are_strong(None):
        raise ImproperlyConfigured(" ".join(f"{error.msg} {error.hint}" for error in errors))


@register("security")
def https_comes_through_a_proxy(app_configs, **kwargs):
    """Warn of an https address without a trusted proxy: the server itself speaks http, and would redirect for ever."""
    if not settings.SITE_URL.startswith("https://") or settings.TRUSTED_PROXIES:
        return []
    return [
        Warning(
            "SITE_URL has https, but no proxy is trusted to say that a request came by it.",
            hint="Put a server that speaks TLS in front, and set TRUSTED_PROXIES to how many stand there.",
            id="newsroom.W001",
        )
    ]


def _is_weak(secret: str) -> bool:
    is_repeated = secret in (secret * 2)[1:-1]
    return len(secret) < _SHORTEST or len(set(secret)) < 10 or is_repeated or secret.startswith("django-insecure-")
