"""Writing as the confirmed reader that one is."""

import pytest

from comments.models import Comment, Commenter, HousePolicy, Policy
from comments.readers import addresses
from comments.tokens import Purpose, token_for
from tests.comments.posting.replies import TYPED, FormOnPage, confirmed, post_reply, proof_of, send_form
from tests.factories import make_article, make_comment
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def wanda(db):
    return confirmed()


@pytest.fixture
def token(wanda):
    return proof_of(wanda)


def page_as(client, article, token):
    return client.get(f"{article.get_absolute_url()}?as={token}")


def with_proof(client, article, token, **typed):
    return post_reply(client, article, **{"email": "", "proof": token} | typed)


def let_in_those_with_a_record():
    HousePolicy.objects.create(policy=Policy.NEWCOMERS)


def test_the_page_of_a_confirmed_reader_asks_for_no_address(reader, article, token):
    page = page_as(reader, article, token)
    assert "email" not in FormOnPage(page).fields
    assert FormOnPage(page).fields["proof"] == token
    assert "hidden" not in Page(page).one("[data-proof-in-use]").attributes
    assert page["Cache-Control"] == "private, no-store"


def test_the_page_says_nothing_of_who_the_reader_is(reader, article, token):
    """S9."""
    make_comment(name="Wanda Achebe", address=TYPED["email"])
    assert "Wanda" not in page_as(reader, article, token).text


def test_a_comment_with_proof_is_its_readers(reader, article, wanda, token):
    page = page_as(reader, article, token)
    form = FormOnPage(page)
    assert (
        reader.post(
            form.action, form.fields | {"text": "By the quay.", "name": "W."}, headers={"Sec-Fetch-Site": "same-origin"}
        ).status_code
        == 303
    )
    comment = Comment.objects.get()
    assert (comment.commenter, comment.is_proven) == (wanda, True)


def test_a_record_counts_for_who_proves_that_it_is_theirs(reader, article, wanda, token):
    let_in_those_with_a_record()
    make_comment(proven=wanda)
    with_proof(reader, article, token)
    assert Comment.objects.get(text=TYPED["text"]).is_approved


def test_a_record_counts_for_nobody_who_only_types_the_address(reader, article, wanda):
    """S10."""
    let_in_those_with_a_record()
    make_comment(proven=wanda)
    post_reply(reader, article)
    comment = Comment.objects.get(text=TYPED["text"])
    assert (comment.is_held, comment.is_proven) == (True, False)


@pytest.mark.parametrize("spelling", ["wanda@example.org", " WANDA@Example.org "])
def test_the_proven_address_may_be_typed_too(reader, article, spelling, token):
    with_proof(reader, article, token, email=spelling)
    assert Comment.objects.get().is_proven


def test_with_another_address_typed_the_post_is_a_strangers(reader, article, token):
    answer = with_proof(reader, article, token, email="other@example.org")
    comment = Comment.objects.get()
    assert answer.status_code == 303
    assert (comment.commenter.address, comment.is_proven) == ("other@example.org", False)


def bad_tokens():
    other = confirmed("other@example.org")
    unconfirmed = Commenter.objects.with_address("new@example.org")
    unconfirmed.refresh_from_db()
    yield from ("", "x", "é" * 300)
    yield from (token_for(purpose, other) for purpose in (Purpose.CONFIRM, Purpose.READER))
    yield token_for(Purpose.PROOF, unconfirmed)
    yield token_for(Purpose.COMMENT, make_comment())
    ended = proof_of(other)
    addresses.end_links(other)
    yield ended


def test_what_is_no_proof_is_passed_over(reader, article):
    """S4, S5, S8: the post is a stranger's, and the answer the one that a stranger gets."""
    for number, token in enumerate(bad_tokens()):
        answer = with_proof(reader, article, token, email=TYPED["email"], text=f"Number {number}.")
        assert (answer.status_code, Comment.objects.get(text=f"Number {number}.").is_proven) == (303, False)


def test_what_is_no_proof_leaves_the_address_to_be_typed(reader, article):
    for token in bad_tokens():
        answer = with_proof(reader, article, token)
        form = FormOnPage(answer)
        assert (answer.status_code, form.fields["email"], form.fields["proof"]) == (422, "", "")
        assert "Give an address that is yours." in answer.text
        assert send_form(reader, answer, text=f"Again with {token[:9]!r}").status_code == 303


def test_a_page_with_what_is_no_proof_is_the_page_of_a_stranger(reader, article):
    """S20."""
    for token in bad_tokens():
        assert FormOnPage(page_as(reader, article, token)).fields["email"] == ""


def test_proof_holds_for_every_article(reader, token):
    for article in (make_article(), make_article()):
        with_proof(reader, article, token)
    assert Comment.objects.proven().count() == 2


def test_an_address_that_was_forgotten_proves_nothing(reader, article, wanda, token):
    Commenter.objects.filter(pk=wanda.pk).update(address=None, address_hash=None)
    assert with_proof(reader, article, token).status_code == 422


def test_a_refusal_keeps_the_proof(reader, article, token):
    answer = with_proof(reader, article, token, name="")
    form = FormOnPage(answer)
    assert (answer.status_code, form.fields["proof"]) == (422, token)
    assert "email" not in form.fields


def test_what_is_answered_from_the_page_of_a_confirmed_reader_keeps_the_proof(reader, article, token):
    """The ways to a reply lead to a page with the proof in it."""
    comment = make_comment(article)
    page = Page(page_as(reader, article, token))
    answered = reader.get(page.one(f"a[data-reply={comment.pk}]")["href"])
    assert FormOnPage(answered).fields["proof"] == token
    assert FormOnPage(answered).fields["parent"] == str(comment.pk)
