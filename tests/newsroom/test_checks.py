"""What must not go unnoticed before the paper is served: weak secrets, https that nobody speaks."""

import pytest
from django.core.checks import run_checks

from newsroom.checks import https_comes_through_a_proxy, secrets_are_strong

STRONG = "kT9v_2QxLr8mZpW4nYc6JdHs0BfGuE3aR7tX"


@pytest.mark.parametrize(
    "weak",
    [
        "short",
        STRONG[:31],
        "django-insecure-" + STRONG,
        "a" * 64,
        "abc" * 30,
        "password1" * 8,
        " " * 64,
        STRONG[:12] * 5,
    ],
)
def test_a_secret_that_can_be_guessed_is_refused(settings, weak):
    settings.SECRET_KEY, settings.ADDRESS_SECRETS = weak, [STRONG]
    (error,) = secrets_are_strong(None)
    assert error.id == "newsroom.E001"
    assert error.msg.startswith("SECRET_KEY is too short or too plain")


def test_every_secret_of_addresses_is_looked_at(settings):
    settings.SECRET_KEY, settings.ADDRESS_SECRETS = STRONG, [STRONG, "an old one"]
    assert [error.msg.split()[0] for error in secrets_are_strong(None)] == ["ADDRESS_SECRETS"]


def test_a_refusal_does_not_tell_the_secret(settings):
    settings.SECRET_KEY = settings.ADDRESS_SECRETS = "hunter2"
    assert all("hunter2" not in error.msg + error.hint for error in secrets_are_strong(None))


def test_strong_secrets_pass(settings):
    settings.SECRET_KEY, settings.ADDRESS_SECRETS = STRONG, [STRONG, STRONG[::-1]]
    assert secrets_are_strong(None) == []


@pytest.mark.django_db
def test_every_command_that_checks_looks_at_them(settings):
    settings.SECRET_KEY = "short"
    assert "newsroom.E001" in [error.id for error in run_checks()]


@pytest.mark.parametrize(
    ("address", "proxies", "warned"),
    [("https://paper.example", 0, True), ("https://paper.example", 1, False), ("http://127.0.0.1:8000", 0, False)],
)
def test_https_without_a_proxy_is_warned_of(settings, address, proxies, warned):
    settings.SITE_URL, settings.TRUSTED_PROXIES = address, proxies
    assert [each.id for each in https_comes_through_a_proxy(None)] == ["newsroom.W001"] * warned
