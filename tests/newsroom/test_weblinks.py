"""Where an address that someone typed really leads, and how that is shown."""

import pytest

from newsroom.lib.weblinks import links_in, read

LEADS_TO = {
    "https://example.org": "example.org",
    "https://EXAMPLE.org./a": "example.org",
    "https://example.org:8080/a": "example.org",
    "https://bank.example@evil.example/": "evil.example",
    "https://bank.example:x@evil.example": "evil.example",
    "https://bank.example%2F@evil.example": "evil.example",
    "https://a@bank.example@evil.example#@c.example": "evil.example",
    "https://evil.example?@bank.example": "evil.example",
    "https://%65vil.example/": "evil.example",
    "https://ｅvil。example": "evil.example",
    "https://ev\u00adil\u200b.example": "evil.example",
    "https://Straße.example": "xn--strae-oqa.example",
    "www.example.org": "www.example.org",
}


@pytest.mark.parametrize(("typed", "host"), LEADS_TO.items())
def test_the_host_is_the_one_that_a_browser_would_ask(typed, host):
    """S32."""
    link = read(typed)
    assert link.host == host
    assert link.href.startswith(("https://" + host, "http://" + host))


@pytest.mark.parametrize(
    "typed",
    [
        *("", "https://", "https:///a", "https://.", "https://a..example", "https://[::1]/", "https://a℀b.example"),
        *(
            "https://a b.example",
            "https://a%2Fb.example",
            "www.example",
            f"https://{'a' * 64}.example",
            "https://%00.a",
        ),
        *(f"https://{'é' * 60}.example", "https://" + "a." * 140 + "example", "ftp://a.example", "javascript:alert(1)"),
    ],
)
def test_what_leads_nowhere_is_no_link(typed):
    assert read(typed) is None


@pytest.mark.parametrize(
    "host", ["münchen.example", "пример.рф", "例え.jp", "東京タワー.jp", "سلام.ایران", "æble.example", "ελλάδα.gr"]
)
def test_a_host_in_its_own_script_is_shown_so(host):
    """S32."""
    assert read(f"https://{host}").shown_host == host


LOOK_ALIKES = {
    "аррӏе.com": "one script that looks like another",
    "gооgle.com": "mixed scripts",
    "ısı.com": "a letter that looks like another",
    "comノlogin.evil.example": "a letter that looks like a slash",
    "bank.example⁄a.evil.example": "a sign",
    "i❤.ws": "a picture",
    "e\u0338vil.example": "an accent that makes no letter",
    "bank.com.אבג": "parts that run against each other",
}


@pytest.mark.parametrize("host", LOOK_ALIKES)
def test_a_host_that_could_pass_for_another_is_shown_in_ascii(host):
    """S32."""
    link = read(f"https://{host}/")
    assert "xn--" in link.shown_host
    assert link.shown.isascii()


def test_a_long_host_is_shown_in_full_and_the_rest_cut():
    link = read(f"https://www.bank.example.{'a' * 60}.evil.example/login")
    assert link.shown == f"https://www.bank.example.{'a' * 60}.evil.example…"


def test_links_are_found_in_full_and_once():
    text = (
        "See www.example.org, [this](https://example.org/a?b=c(d)) and (https://EXAMPLE.org/a?b=c(d)). me@www.b.example"
    )
    assert links_in(text) == ["https://www.example.org", "https://example.org/a?b=c(d)"]


@pytest.mark.parametrize("text", ["", "no links", "https://", "http://.http://.", "a@https://b.example"])
def test_a_text_without_links_has_none(text):
    assert links_in(text) == []
