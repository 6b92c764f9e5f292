"""A paper behind a real nginx, set up as docs/nginx.conf has it."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import brotli
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection

from comments.models import Comment
from newsroom.benchmarks.server import free_port, serving
from newsroom.env import BASE_DIR
from tests.comments.posting.replies import OWN_PAGE, TYPED, FormOnPage
from tests.factories import make_article
from tests.newsroom.papers import copied_paper

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")

pytestmark = [
    pytest.mark.skipif(not NGINX, reason="nginx is not installed"),
    pytest.mark.server,
]

NAME = "paper.example"
STORIES = ("kept", "session", "confused", "posted")
# What nginx would read and write in the folders of the system.
ELSEWHERE = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def _fill() -> dict[str, str]:
    made = {slug: make_article(slug=slug, headline=f"Story {slug}").get_absolute_url() for slug in STORIES}
    connection.close()
    return made


def _networks() -> set[str]:
    return set(Comment.objects.values_list("network", flat=True))


def _certify(folder: Path) -> None:
    """Make a certificate that nobody else trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    certificate = certificate.serial_number(1).not_valid_before(now - timedelta(days=1))
    signed = certificate.not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(key.private_bytes(*plain))


@contextmanager
def _nginx(folder: Path, paper: Path, behind: int):
    """Run nginx with the documented file, at ports and in folders of its own; yield its ports for http and https."""
    _certify(folder)
    http, https = free_port(), free_port()
    documented = re.sub(r"\n *listen \[::\].*", "", (BASE_DIR / "docs" / "nginx.conf").read_text())
    for there, here in {
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ": f"listen 127.0.0.1:{https} ",
        f"/etc/letsencrypt/live/{NAME}": folder,
        "/var/cache/nginx/newsroom": folder / "cache",
        "/srv/newsroom": paper,
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
    }.items():
        assert there in documented
        documented = documented.replace(there, str(here))
    (folder / "newsroom.conf").write_text(documented)
    temporary = "".join(f"{each}_temp_path {folder}/{each};\n" for each in ELSEWHERE)
    # Started by root it would work as another user, who may not read in folders of the tests.
    user = "user root; " if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temporary}include {folder}/newsroom.conf;\n}}\n"
    )
    command = [NGINX, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    with subprocess.Popen(command) as process:
        try:
            _wait_for(https)
            yield http, https
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError("nginx never listened")


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """nginx and the paper behind it: `ask(path, …)` asks nginx as a browser does."""
    with copied_paper() as paper:
        stories = paper.run(_fill)
        with serving(paper, workers=1, ALLOWED_HOSTS=NAME, TRUSTED_PROXIES="1", TASKS="workers") as behind:
            folder = tmp_path_factory.mktemp("nginx")
            with _nginx(folder, paper.folder, behind) as (http, https):
                yield SimpleNamespace(http=http, https=https, stories=stories, paper=paper)


@pytest.fixture
def ask(front):
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE

    def ask(path, *, typed=None, method=None, body=None, is_plain=False, sender=None, **headers):
        headers = {"Host": NAME} | {name.replace("_", "-"): value for name, value in headers.items()}
        if typed is not None:
            body = urlencode(typed)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        plain, secure = HTTPConnection, lambda *args, **more: HTTPSConnection(*args, context=trusting, **more)
        port, source = front.http if is_plain else front.https, sender and (sender, 0)
        line = (plain if is_plain else secure)("127.0.0.1", port, timeout=20, source_address=source)
        try:
            line.request(method or ("GET" if typed is None else "POST"), path, body, headers)
            answer = line.getresponse()
            content = answer.read()
            status = ", ".join(answer.headers.get_all("Cache-Status", []))
            is_kept = "nginx; hit" in status
            return SimpleNamespace(status=answer.status, headers=answer.headers, body=content, is_kept=is_kept)
        finally:
            line.close()

    return ask


def test_a_page_is_kept_as_the_paper_says_and_goes_out_compressed(front, ask):
    path = front.stories["kept"]
    first, second = (ask(path, Accept_Encoding="gzip, deflate, br") for _ in range(2))
    assert (first.is_kept, second.is_kept) == (False, True)
    assert first.body == second.body
    assert "Story kept" in brotli.decompress(second.body).decode()
    assert second.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert "s-maxage=30" in second.headers["Cache-Control"]
    assert b"Story kept" in ask(path).body
    assert ask(path, If_None_Match=second.headers["ETag"]).status == 304
    assert ask(path, method="HEAD").body == b""


def test_whoever_is_signed_in_is_answered_by_the_paper(front, ask):
    path = front.stories["session"]
    ask(path)
    assert ask(path).is_kept
    assert not ask(path, Cookie="sessionid=abcdefgh").is_kept
    assert not ask(path, Authorization="Basic YTpi").is_kept
    assert ask(path, Cookie="theme=dark").is_kept


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Forwarded_Host": "evil.example"},
        {"X_Forwarded_Proto": "http"},
        {"X_Forwarded_Scheme": "http"},
        {"X_Original_URL": "/admin/"},
        {"X_Rewrite_URL": "/admin/"},
        {"X_HTTP_Method_Override": "POST"},
        {"Forwarded": "host=evil.example"},
        {"Range": "bytes=0-9"},
        {"Connection": "close, Host, X-Forwarded-For"},
        {"Content_Type": "text/html; charset=utf-16"},
        {"Accept_Language": "ar"},
        {"Max_Forwards": "0"},
        {"X_Oversized": "x" * 7000},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_what_one_reader_sends_along_is_not_answered_to_the_next(ask, headers):
    # An address that nobody has asked for before.
    path = f"/search/?q={next(iter(headers))}"
    ask(path, **headers)
    after = ask(path)
    assert after.status == 200
    assert b"evil.example" not in after.body
    assert after.body == ask(path, Cookie="sessionid=abcdefgh").body


def test_a_get_with_a_body_is_neither_answered_from_the_cache_nor_kept(front, ask):
    path = front.stories["confused"]
    assert not ask(path, method="GET", body="page=2").is_kept
    assert not ask(path).is_kept
    assert not ask(path, method="GET", body="page=2").is_kept


@pytest.mark.parametrize(
    "of", ["{0}theme.css", "{0}..%2f..%2fadmin/", "/{0}", "{0}%2e%2e/", "{0};x", "{0}%00", "{0}.", "{0}%3Fa"]
)
def test_another_way_to_write_an_address_is_another_page(front, ask, of):
    path = front.stories["kept"]
    page = ask(path)
    other = ask(of.format(path))
    assert not other.is_kept
    assert other.body != page.body or other.status != 200
    assert ask(path).body == page.body


def test_the_own_page_of_a_comment_is_kept_by_nobody(front, ask):
    path = front.stories["posted"]
    form = FormOnPage(ask(path).body.decode())
    sent = ask(form.action, typed=form.fields | TYPED, **OWN_PAGE)
    assert sent.status == 303
    own = sent.headers["Location"].partition("#")[0]
    assert "sent=" in own
    for _ in range(2):
        answer = ask(own)
        assert (answer.is_kept, "no-store" in answer.headers["Cache-Control"]) == (False, True)
        assert TYPED["text"].encode() in answer.body
    assert TYPED["text"].encode() not in ask(path).body


def test_an_address_of_the_net_that_a_reader_claims_is_not_believed(front, ask):
    path = front.stories["posted"]
    for number in range(2):
        form = FormOnPage(ask(path).body.decode())
        typed = form.fields | TYPED | {"text": f"Number {number} of them."}
        assert ask(form.action, typed=typed, X_Forwarded_For=f"203.0.113.{number}", **OWN_PAGE).status == 303
    assert len(front.paper.run(_networks)) == 1


def test_another_name_gets_no_answer(ask):
    with pytest.raises(OSError, match=r"closed connection|Remote end|reset"):
        ask("/", Host="evil.example")


def test_plain_http_leads_to_https_at_the_papers_own_name(ask):
    answer = ask("/city/?page=2", is_plain=True, Host="evil.example")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/city/?page=2")


def test_files_are_kept_for_good_where_their_name_says_what_is_in_them(ask):
    (css,) = re.findall(r'href="(/static/newsroom/css/paper\.[^"]+)"', ask("/").body.decode())[:1]
    answer = ask(css, Accept_Encoding="gzip")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"].startswith("text/css")
    assert ask("/static/newsroom/css/none.0123456789ab.css").status == 404
    assert "immutable" not in ask("/static/newsroom/img/icon.svg").headers["Cache-Control"]


def test_too_much_is_refused_before_the_paper_sees_it(front, ask):
    assert ask("/comments/1/", typed={"text": "x" * 2_000_000}).status == 413
    assert ask("/", X_Long="x" * 9000).status == 400
    assert ask(f"/{'x' * 9000}").status == 414
    # By somebody else than who sends comments in other tests, which would be refused for a while afterwards.
    statuses = [ask("/comments/1/", typed={}, sender="127.0.0.2").status for _ in range(40)]
    assert 429 in statuses
    assert ask(front.stories["kept"]).status == 200
