"""What must not go unnoticed before the paper is served."""

from django.conf import settings
from django.core.checks import Error, register

_SHORTEST = 32


@register("security")
def secrets_are_strong(app_configs, **kwargs):
    """Refuse secrets that can be guessed: what they protect are readers' addresses and sessions."""
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


def _is_weak(secret: str) -> bool:
    is_repeated = secret in (secret * 2)[1:-1]
    return len(secret) < _SHORTEST or len(set(secret)) < 10 or is_repeated or secret.startswith("django-insecure-")
