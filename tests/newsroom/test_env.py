"""What differs between machines comes from the environment, and what is not understood is refused by name."""

import os
import runpy
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from environs import EnvError

from newsroom import env

SETTINGS = env.BASE_DIR / "newsroom" / "settings.py"


@pytest.fixture
def settings_with(monkeypatch, tmp_path):
    """Read the settings file under an environment of its own."""

    def read(**variables):
        for name in ("SITE_URL", "SECRET_KEY", "DATABASE_URL", "CACHE_URL", "HOST", "PORT"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"DATA_DIR": str(tmp_path / "data"), **variables}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return read


def test_with_nothing_set_it_runs_and_is_safe(settings_with, tmp_path):
    read = settings_with()
    assert read["DEBUG"] is False
    assert read["SITE_URL"] == "http://127.0.0.1:8000"
    assert set(read["ALLOWED_HOSTS"]) == {"127.0.0.1", "localhost", "[::1]"}
    assert read["DATABASES"]["default"]["NAME"] == str(tmp_path / "data" / "newsroom.sqlite3")
    assert len(read["SECRET_KEY"]) > 80


def test_the_default_address_follows_host_and_port(settings_with):
    assert settings_with(HOST="::1", PORT="8080")["SITE_URL"] == "http://[::1]:8080"


def test_an_https_address_turns_on_what_belongs_to_it(settings_with):
    read = settings_with(SITE_URL="https://paper.example/")
    assert read["SITE_URL"] == "https://paper.example"
    assert read["ALLOWED_HOSTS"] == ["paper.example"]
    assert read["SESSION_COOKIE_SECURE"]
    assert read["CSRF_COOKIE_SECURE"]
    assert read["SECURE_SSL_REDIRECT"]
    assert read["SECURE_HSTS_SECONDS"] > 0


REFUSED = [
    ("SITE_URL", "paper.example"),
    ("SITE_URL", "ftp://paper.example"),
    ("SITE_URL", "https://"),
    ("SITE_URL", "https://paper.example/news"),
    ("SITE_URL", "https://paper.example?x=1"),
    ("SITE_URL", "https://paper.example#x"),
    ("SITE_URL", "https://ada:secret@paper.example"),
    ("SITE_URL", "https://paper.example:port"),
    ("SITE_URL", "https://paper.example:99999"),
    ("SITE_URL", "https://[::1"),
    ("SITE_URL", "https://paper example"),
    ("DATABASE_URL", "mysql://root@127.0.0.1/paper"),
    ("DATABASE_URL", "postgress://127.0.0.1/paper"),
    ("DATABASE_URL", "paper.sqlite3"),
    ("DATABASE_URL", "postgres://127.0.0.1:port/paper"),
    ("CACHE_URL", "rediss-cluster://127.0.0.1"),
    ("CACHE_URL", "127.0.0.1:6379"),
    ("DEBUG", "flase"),
    ("DEBUG", "2"),
    ("EMAIL_USE_TLS", "maybe"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "eighty"),
    ("WORDS_PER_MINUTE", "0"),
    ("WORDS_PER_MINUTE", "-1"),
    ("WORDS_PER_MINUTE", "fast"),
    ("WORDS_PER_MINUTE", "130.5"),
    ("COMMENTS_PER_TEN_MINUTES", "-1"),
    ("QUEUE_AGE_BOUND_HOURS", "0"),
    ("TRUSTED_PROXIES", "-1"),
    ("TRUSTED_PROXIES", "10.0.0.1"),
    ("HSTS_SECONDS", "a year"),
    ("HSTS_SECONDS", "-1"),
    ("EMAIL_PORT", "smtp"),
    ("EMAIL_PORT", "0"),
    ("TIME_ZONE", "Mars/Olympus"),
    ("TIME_ZONE", "../etc"),
    ("LANGUAGE_CODE", "klingon"),
    ("TASKS", "command"),
    ("MEDIA_STORAGE", "gs://the-example"),
    ("MEDIA_STORAGE", "s3://"),
    ("MEDIA_STORAGE", "s3://The_Example"),
    ("MEDIA_STORAGE", "s3://the.example"),
    ("MEDIA_STORAGE", "s3://key:secret@the-example"),
    ("MEDIA_STORAGE", "s3://the-example/../other"),
    ("MEDIA_STORAGE", "the-example"),
    ("MEDIA_CDN", "pictures.paper.example"),
    ("AWS_ENDPOINT_URL", "minio.example:9000"),
]


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_what_is_not_understood_is_refused_by_name(settings_with, name, value):
    with pytest.raises(EnvError, match=name):
        settings_with(**{name: value})


@pytest.mark.parametrize("value", ["postgres://ada:a-password@127.0.0.1:port/paper", "mysql://ada:a-password@h/paper"])
def test_a_refusal_does_not_tell_the_password(settings_with, value):
    with pytest.raises(EnvError) as refused:
        settings_with(DATABASE_URL=value)
    assert "a-password" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "setting", "read"),
    [
        ("DEBUG", "yes", "DEBUG", True),
        ("WORDS_PER_MINUTE", "238", "WORDS_PER_MINUTE", 238),
        (
            "ALLOWED_HOSTS",
            "a.example, b.example",
            "ALLOWED_HOSTS",
            ["127.0.0.1", "a.example", "b.example", "localhost", "127.0.0.1", "[::1]"],
        ),
        ("ADDRESS_SECRETS", "new, old", "ADDRESS_SECRETS", ["new", "old"]),
        ("ADMINS", "a@example.org, b@example.org", "ADMINS", [("", "a@example.org"), ("", "b@example.org")]),
        ("TIME_ZONE", "Asia/Kolkata", "TIME_ZONE", "Asia/Kolkata"),
        ("LANGUAGE_CODE", "ar", "LANGUAGE_CODE", "ar"),
        ("CACHE_URL", "redis://127.0.0.1:6379/1", "SESSION_ENGINE", "django.contrib.sessions.backends.cached_db"),
        ("EMAIL_HOST", "mail.example", "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"),
    ],
)
def test_what_is_understood_is_set(settings_with, name, value, setting, read):
    assert settings_with(**{name: value})[setting] == read


@pytest.mark.parametrize(
    ("variables", "front"),
    [
        ({}, "https://the-example.s3.us-east-1.amazonaws.com/paper"),
        ({"MEDIA_STORAGE": "s3://the-example/"}, "https://the-example.s3.us-east-1.amazonaws.com"),
        ({"AWS_DEFAULT_REGION": "eu-west-1"}, "https://the-example.s3.eu-west-1.amazonaws.com/paper"),
        ({"AWS_ENDPOINT_URL": "http://minio:9000/"}, "http://minio:9000/the-example/paper"),
        ({"MEDIA_CDN": "https://pictures.example/"}, "https://pictures.example"),
    ],
)
def test_browsers_may_fetch_pictures_from_where_they_are_and_nowhere_else(settings_with, monkeypatch, variables, front):
    # To name an address takes no boto3.
    monkeypatch.setattr("newsroom.env.find_spec", lambda name: True)
    read = settings_with(**{"MEDIA_STORAGE": "s3://the-example/paper"} | variables)
    assert read["MEDIA_FRONT"] == front
    assert read["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["img-src"] == ["'self'", "data:", f"{front}/"]


def test_without_a_bucket_pictures_come_from_the_paper_alone(settings_with):
    read = settings_with()
    assert read["MEDIA_FRONT"] == ""
    assert read["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["img-src"] == ["'self'", "data:"]


def test_a_bucket_without_what_it_needs_says_what_to_install(settings_with, monkeypatch):
    monkeypatch.setattr("newsroom.env.find_spec", lambda name: None)
    with pytest.raises(EnvError, match=r"MEDIA_STORAGE needs boto3: .*requirements-s3.txt"):
        settings_with(MEDIA_STORAGE="s3://the-example")


def test_sqlite_is_tuned_for_several_writers(settings_with):
    options = settings_with()["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_postgresql_gets_a_pool_and_compiles_nothing(settings_with):
    database = settings_with(DATABASE_URL="postgres://ada@127.0.0.1:5432/paper?sslmode=require")["DATABASES"]["default"]
    pool = {"min_size": 1, "max_size": 16, "timeout": 10}
    assert database["OPTIONS"] == {"sslmode": "require", "pool": pool, "options": "-c jit=off"}
    assert not database["CONN_MAX_AGE"]


def test_the_kept_secret_is_made_once_and_is_its_owners(tmp_path):
    path = tmp_path / "new" / "secret-key"
    first = env.kept_secret(path)
    assert env.kept_secret(path) == first == path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["secret-key"]


def test_no_two_papers_have_the_same_secret(tmp_path):
    assert env.kept_secret(tmp_path / "one") != env.kept_secret(tmp_path / "two")


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path):
    code = "import sys, pathlib; from newsroom.env import kept_secret; print(kept_secret(pathlib.Path(sys.argv[1])))"

    def start(_):
        command = [sys.executable, "-c", code, str(tmp_path / "secret-key")]
        return subprocess.run(
            command, cwd=env.BASE_DIR, capture_output=True, text=True, check=True, env=os.environ
        ).stdout

    with ThreadPoolExecutor() as pool:
        assert len(set(pool.map(start, range(4)))) == 1
