"""Every link that is given out or mailed, taken apart: it holds numbers and a signature."""

import base64
import binascii
import json
import re
import zlib
from urllib.parse import unquote

import pytest
from django.core import mail

from comments.tokens import Purpose
from newsroom.lib.crypto import read_signed
from tests.privacy.marked import ADDRESS, NETWORK, WORDS
from tests.traces import Marks, answered

pytestmark = pytest.mark.django_db

_TOKENS = re.compile(r"(?:sent|key|as|proof)=([\w:.%-]{20,})")


@pytest.fixture
def tokens(story):
    given = [answered(answer).decode("utf-8", "replace") for answers in story.answers.values() for answer in answers]
    return {
        unquote(token).rstrip(".")
        for text in [*given, *(each.body for each in mail.outbox)]
        for token in _TOKENS.findall(text)
    }


def parts_of(token):
    """Yield each part of a token as bytes, decoded and unpacked as far as it goes."""
    for part in token.split(":"):
        yield part.encode()
        try:
            held = base64.urlsafe_b64decode(part.lstrip(".") + "==")
        except binascii.Error:
            continue
        yield held
        try:
            yield zlib.decompress(held)
        except zlib.error:
            continue


def purpose_of(token):
    (purpose,) = (each for each in Purpose if read_signed(each, token, max_age=86_400))
    return purpose


def test_no_token_holds_anything_of_a_person(tokens):
    """S9: no name, address, network or text, in whatever coding."""
    given = {Purpose.COMMENT, Purpose.CONFIRM, Purpose.READER, Purpose.PROOF, Purpose.UNFOLLOW}
    assert {purpose_of(token) for token in tokens} == given
    typed = [Marks(each) for each in (ADDRESS, WORDS, "Wanda Achebe", NETWORK)]
    decoded = [part for token in tokens for part in parts_of(token)]
    assert [part for part in decoded for marks in typed if marks.found_in(part)] == []


def test_a_token_says_its_object_and_version_in_json_and_no_more(tokens):
    """S9: so that none is a pickle either."""
    for token in tokens:
        claims = json.loads(base64.urlsafe_b64decode(token.partition(":")[0] + "=="))
        assert {"pk", "v"} <= claims.keys() <= {"pk", "v", "comment", "every"}
        assert {type(value) for value in claims.values()} == {int}


def test_no_link_in_a_mail_holds_more_than_its_key(story):
    """S9."""
    links = re.findall(
        r"https?://\S+", "\n".join(message.body for message in mail.outbox if "/comments/" in message.body)
    )
    queries = {link.partition("?")[2].partition("#")[0].partition("=")[0] for link in links}
    assert queries <= {"", "key", "comment"}
    assert [link for link in links if Marks(ADDRESS).found_in(link)] == []
