"""A reader's links: each opens one thing for one purpose, for a time; looking at it changes nothing."""

import base64
import json
import re
import zlib
from dataclasses import dataclass
from itertools import product

import pytest
from django.conf import settings
from django.core import mail, signing
from django.db import transaction
from django.test import Client
from django.urls import reverse

from comments import moderation, notices
from comments.models import Case, Comment, Following
from comments.notices import write
from comments.readers import subscriptions
from comments.tokens import Purpose, item_of, page_with, token_for
from comments.urls import urlpatterns
from newsroom.lib.crypto import sign
from newsroom.lib.stamps import stamp
from tests.comments.posting.replies import OWN_PAGE
from tests.comments.readers.links import (
    ACTS,
    confirm_address,
    everything_kept,
    followed,
    look,
    press_with,
    route,
    routes,
)
from tests.factories import DAY, make_article, make_comment

# In one worker, which writes the comment once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("links")]

PAGES = list(ACTS)
# The page of a case is to be read only.
OPENED = [*PAGES, Purpose.CASE]
TEXT, NAME, ADDRESS = "The dredger was never insured.", "Ama Tan", "ama.tan@example.org"
NETWORK = "203.0.113.9"


@dataclass(frozen=True)
class Given:
    """What the tests of this file begin with: `items` is what a token of each purpose is of, `kept` the database."""

    comment: Comment
    items: dict
    nowhere: bytes
    kept: list


@pytest.fixture(scope="module")
def given(django_db_setup, django_db_blocker):
    """Write it once for all tests, and take it away again; no test sees what another adds."""
    with django_db_blocker.unblock(), transaction.atomic():
        comment = make_comment(make_article(), state="rejected", text=TEXT, name=NAME, address=ADDRESS)
        confirm_address(comment)
        followed(comment)
        yield Given(comment, items_of(comment), answer_nowhere(), everything_kept())
        transaction.set_rollback(True)


def items_of(comment):
    case = Case.objects.create(number="2026-1", comment=comment, comment_number=comment.pk)
    of = {Purpose.COMMENT: comment, Purpose.CASE: case}
    of |= dict.fromkeys([Purpose.CONFIRM, Purpose.READER, Purpose.PROOF], comment.commenter)
    return of | dict.fromkeys([Purpose.FOLLOW, Purpose.UNFOLLOW], comment.followings.get())


def answer_nowhere():
    """Return what every token that opens nothing is answered with."""
    answer = Client(enforce_csrf_checks=True).get(route(Purpose.COMMENT))
    assert answer.status_code == 404
    assert "This link leads nowhere" in answer.text
    return answer.content


@pytest.fixture
def comment(given, db):
    """A comment whose reader has shown that the address is theirs, and follows it."""
    return Comment.objects.get(pk=given.comment.pk)


@pytest.fixture
def items(given, db):
    """What a token of each purpose is of, as it stands in the database."""
    return {purpose: type(item).objects.get(pk=item.pk) for purpose, item in given.items.items()}


@pytest.fixture
def nowhere(given):
    return given.nowhere


def answers(client, page, token):
    """Return what a page answers to a token, looked at and acted on in every way."""
    for address in routes(page):
        typed = {"text": "Mine now.", "version": 1, "pace": "each", "comment": 1, "sure": "yes"}
        yield client.get(address, {"key": token})
        yield client.post(address, {"key": token} | typed, headers=OWN_PAGE)
        yield client.post(f"{address}?key={token}", typed, headers=OWN_PAGE)


def faults_of(reader, given, page, token):
    """Return how a token that opens nothing is answered otherwise than none is, and whether it changes anything."""
    seen = {(answer.status_code, answer.content == given.nowhere) for answer in answers(reader, page, token)}
    return [*(seen - {(404, True)}), *({"changed"} if everything_kept() != given.kept else ())]


@pytest.mark.parametrize("purpose", Purpose)
def test_a_token_opens_the_page_of_its_purpose_and_no_other(reader, given, items, purpose):
    """S4, S5, S8: on any other page it is answered as none, and nothing changes."""
    token = token_for(purpose, items[purpose])
    found = {page: faults_of(reader, given, page, token) for page in OPENED if page != purpose}
    assert {page: faults for page, faults in found.items() if faults} == {}
    if purpose in OPENED:
        assert reader.get(route(purpose), {"key": token}).status_code == 200


def test_every_purpose_of_a_page_is_tried():
    """S5: but for what proves the reader in the form of a reply."""
    assert set(Purpose) - set(OPENED) == {Purpose.PROOF}


def changed(token):
    return token[:-1] + ("A" if token[-1] != "A" else "B")


FORGED = {
    "none": lambda purpose, item: "",
    "a number": lambda purpose, item: str(item.pk),
    "a changed signature": lambda purpose, item: changed(token_for(purpose, item)),
    "a part of one": lambda purpose, item: token_for(purpose, item)[:-4],
    "unsigned": lambda purpose, item: base64.urlsafe_b64encode(json.dumps({"pk": item.pk, "v": 1}).encode()).decode(),
    "another secret": lambda purpose, item: signing.dumps(
        {"pk": item.pk, "v": 1}, key="another", salt=f"newsroom.{purpose}"
    ),
    "without a purpose": lambda purpose, item: signing.dumps({"pk": item.pk, "v": 1}),
    "ended": lambda purpose, item: sign(purpose, pk=item.pk, v=item.key_version - 1),
    "of nothing": lambda purpose, item: sign(purpose, pk=10**9, v=1),
    "a stamp": lambda purpose, item: stamp(Comment.objects.get().thread.article),
    "of no alphabet": lambda purpose, item: "é\x00\ud7ff:::٣",
    "a book": lambda purpose, item: "x" * 8000,
}


@pytest.mark.parametrize("page", OPENED)
def test_what_is_no_token_opens_nothing(reader, given, items, page):
    """S3, S4, S5, S8, S20."""
    tokens = {name: forge(page, items[page]) for name, forge in FORGED.items()}
    found = {name: faults_of(reader, given, page, token) for name, token in tokens.items()}
    assert {name: faults for name, faults in found.items() if faults} == {}


LIFE = {
    Purpose.COMMENT: 90,
    Purpose.CONFIRM: 2,
    Purpose.READER: 30,
    Purpose.PROOF: 365,
    Purpose.FOLLOW: 7,
    Purpose.UNFOLLOW: 730,
}


@pytest.mark.parametrize(("purpose", "days"), LIFE.items())
def test_a_token_ends_by_itself(items, clock, purpose, days):
    """S5."""
    token = token_for(purpose, items[purpose])
    clock(days - 0.01)
    assert item_of(purpose, token) == items[purpose]
    clock(days + 0.01)
    assert item_of(purpose, token) is None


@pytest.mark.parametrize("page", PAGES)
def test_an_old_link_is_answered_as_none(reader, items, nowhere, clock, page):
    """S5, S7, S8."""
    token, before = token_for(page, items[page]), everything_kept()
    clock(LIFE[page] + 1)
    for answer in answers(reader, page, token):
        assert answer.status_code == 404
        assert "This link leads nowhere" in answer.text
    assert everything_kept() == before


def test_a_token_is_made_for_the_right_kind_of_thing_only(comment):
    with pytest.raises(TypeError):
        token_for(Purpose.READER, comment)


# Looking


@pytest.mark.parametrize("page", OPENED)
def test_looking_changes_nothing(reader, items, page):
    """S6: nor does HEAD, for a scanner of mail follows every link there is."""
    before = everything_kept()
    asked = {"key": token_for(page, items[page]), "sure": "yes", "List-Unsubscribe": "One-Click"}
    for address in routes(page):
        status = 200 if address == route(page) else 303
        assert reader.get(address, asked).status_code == status
        assert reader.head(address, asked).status_code == status
    assert everything_kept() == before


PATHS_OF_ACTS = [(page, act) for page, acts in ACTS.items() for act in acts if act]


@pytest.mark.parametrize(("page", "act"), PATHS_OF_ACTS, ids=[route(*each) for each in PATHS_OF_ACTS])
def test_the_path_of_an_act_leads_to_its_page_and_acts_on_a_form_of_ours_alone(reader, given, items, page, act):
    """As happens where a form came back with what was wrong, and the reader opens that address again."""
    token = token_for(page, items[page])
    answer = reader.get(route(page, act), {"key": token})
    assert (answer.status_code, answer["Location"]) == (303, page_with(page, token))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "private, no-store"
    for nothing in ({}, {"key": changed(token)}):
        assert reader.get(route(page, act), nothing).status_code == 404
        assert reader.post(route(page, act), nothing, headers=OWN_PAGE).status_code == 404
    for headers in ELSEWHERE.values():
        assert press_with(reader, page, token, act, headers=headers).status_code == 403
    assert everything_kept() == given.kept


def test_every_path_of_an_act_is_tried():
    below = re.compile(r"(?:comment|reader|confirm|follow|unfollow)/[\w-]+/")
    acts = {f"/comments/{each.pattern}" for each in urlpatterns if below.fullmatch(str(each.pattern))}
    assert acts == {route(page, act) for page, act in PATHS_OF_ACTS}


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_is_kept_and_listed_by_nobody_and_passes_nothing_on(reader, items, page):
    """S3, S32: also the one to a link that is none, and to a form sent from elsewhere."""
    token = token_for(page, items[page])
    elsewhere = press_with(reader, page, token, ACTS[page][0], headers={"Origin": "https://elsewhere.example"})
    assert elsewhere.status_code == 403
    shown = [reader.get(address, sent) for address in routes(page) for sent in ({"key": token}, {})]
    for answer in [*shown, elsewhere, press_with(reader, page, token, ACTS[page][0])]:
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies


@pytest.mark.parametrize("page", PAGES)
def test_no_form_carries_the_token_in_its_address(reader, items, page):
    """S27: what acts has the token in its body, out of the servers' logs."""
    text = look(reader, page, items[page]).text
    actions = re.findall(r'<[^>]* (?:form)?action="([^"]*)"', text)
    assert all("?" not in action for action in actions)
    assert re.search(r'<input type="hidden" name="key" value="[^"]+">', text) or "<button" not in text


# Acting


ELSEWHERE = {
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "another site's older browser": {"Origin": "https://elsewhere.example"},
    "another site in a frame": {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    "nowhere": {},
}


@pytest.mark.parametrize("page", PAGES)
def test_a_form_sent_from_elsewhere_changes_nothing(reader, given, items, page):
    """S8, S16."""
    token, typed = token_for(page, items[page]), {"sure": "yes", "pace": "each", "text": "x", "version": 3}
    for name, headers in ELSEWHERE.items():
        sent = {act: press_with(reader, page, token, act, headers=headers, **typed) for act in ACTS[page]}
        assert {act: answer.status_code for act, answer in sent.items()} == dict.fromkeys(ACTS[page], 403), name
        assert everything_kept() == given.kept, name


def test_a_browser_that_may_not_say_where_a_form_came_from_is_believed_for_its_token(reader, comment):
    """These pages send no referrer, so that a browser without https names no origin either."""
    press_with(reader, Purpose.COMMENT, token_for(Purpose.COMMENT, comment), "unfollow", headers={"Origin": "null"})
    assert comment.followings.get().stopped_at


@pytest.mark.parametrize("page", PAGES)
def test_no_other_method_is_known(reader, given, items, page):
    token = token_for(page, items[page])
    for address, method in product(routes(page), ("put", "delete", "patch", "options")):
        answer = getattr(reader, method)(f"{address}?key={token}")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST"), method
        assert everything_kept() == given.kept, method


# What a link gives away


def decoded(link):
    """Return all that can be read from a link: as it is, and each part of it in base64, unpacked where it was packed."""
    yield link
    for part in re.findall(r"[\w-]{2,}", link):
        try:
            held = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        except ValueError:
            continue
        yield held.decode("latin-1")
        try:
            yield zlib.decompress(held).decode("latin-1")
        except zlib.error:
            continue


@pytest.fixture
def mailed_links(comment):
    """The links of every kind of mail there is."""
    Comment.objects.update(network=NETWORK)
    moderation.approve(comment, by=None)
    Following.objects.update(pace="each")
    notices.ask_for_proof(comment)
    moderation.pick(comment, by=None)
    make_comment(comment.thread.article, parent=comment)
    other = make_comment(address="other@example.org", network=NETWORK)
    subscriptions.ask(other, "daily", network=NETWORK)
    confirm_address(daily := make_comment(address="daily@example.org", network=NETWORK))
    followed(daily, "daily")
    make_comment(daily.thread.article, parent=daily)
    notices.send_due(at=write.timezone.now() + 2 * DAY)
    links = re.findall(r"https?://[\w:?=/.&-]+", " ".join(f"{each.body} {each.extra_headers}" for each in mail.outbox))
    return [link for link in links if "key=" in link]


def test_no_link_that_is_mailed_says_who_its_reader_is(mailed_links):
    """S9: nor what they wrote, or where from."""
    assert {re.search(r"comments/(\w+)/\?", link)[1] for link in mailed_links} == {
        "comment",
        "confirm",
        "follow",
        "unfollow",
    }
    for link in mailed_links:
        read = "\n".join(decoded(link)).lower()
        personal = ["ama.tan", "ama tan", "example.org", "other@", "daily@", "dredger", "brendan", NETWORK]
        assert not [each for each in personal if each in read]


def test_no_token_is_a_pickle_or_packed(mailed_links):
    """S9: numbers, in the open."""
    for link in mailed_links:
        claims = re.search(r"key=([\w-]+):", link)[1]
        values = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        assert {type(value) for value in values.values()} == {int}


def test_links_in_mail_are_of_this_paper(mailed_links):
    assert all(link.startswith(f"{settings.SITE_URL}/comments/") for link in mailed_links)


def test_the_page_for_a_new_link_needs_none(reader):
    assert reader.get(reverse("comments:ask")).status_code == 200
