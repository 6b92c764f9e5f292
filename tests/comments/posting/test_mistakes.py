"""What a reader tells the newsroom about a mistake in an article."""

import pytest
from django.test import Client

from comments.models import Comment, ErrorReport
from tests.comments.posting.replies import TYPED, confirmed, post_reply, proof_of
from tests.factories import make_article, make_comment
from tests.page import Page

pytestmark = pytest.mark.django_db

WRONG = "The ferry leaves at seven, not at six."


def tell(client, article, **typed):
    return post_reply(client, article, **{"kind": "mistake", "text": WRONG} | typed)


def test_a_mistake_goes_to_the_newsroom_and_not_to_the_thread(reader, article):
    answer = tell(reader, article)
    report = ErrorReport.objects.get()
    assert (report.article, report.name, report.text, report.state) == (article, TYPED["name"], WRONG, "open")
    assert report.commenter.address == TYPED["email"]
    assert not Comment.objects.exists()
    assert (answer.status_code, answer["Location"]) == (303, f"{article.get_absolute_url()}?told=newsroom#reply")


def test_its_sender_is_thanked_in_words_on_a_page_that_nobody_keeps(reader, article):
    page = reader.get(tell(reader, article)["Location"])
    assert "Thank you. The newsroom has what you wrote about a mistake" in Page(page).one("[data-told]").text
    assert WRONG not in page.text
    assert page["Cache-Control"] == "private, no-store"


def test_the_page_that_everybody_reads_thanks_nobody(reader, article):
    assert not Page(reader.get(article.get_absolute_url())).has("[data-told]")


def test_sent_twice_it_is_kept_once(reader, article):
    answers = [tell(reader, article)["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert ErrorReport.objects.count() == 1


def test_the_same_words_of_a_stranger_under_a_guessed_address_are_the_strangers(reader, article):
    """S11."""
    tell(reader, article)
    tell(Client(REMOTE_ADDR="203.0.113.9"), article)
    assert ErrorReport.objects.count() == 2


def test_the_choice_falls_on_a_comment_unless_it_is_made(reader, article):
    page = Page(reader.get(article.get_absolute_url()))
    chosen = [radio["value"] for radio in page.all("input[type=radio][name=kind]") if "checked" in radio.attributes]
    assert chosen == ["comment"]
    post_reply(reader, article)
    assert (Comment.objects.count(), ErrorReport.objects.count()) == (1, 0)


def test_what_was_meant_for_whom_is_asked_again_rather_than_guessed(reader, article):
    """Nothing that was meant for the newsroom alone is printed by mistake."""
    answer = tell(reader, article, kind="misteak")
    assert answer.status_code == 422
    assert Page(answer).one("fieldset[id=id_kind] p[id=id_kind_error]").text
    assert not Comment.objects.exists()


def test_a_refusal_remembers_whom_it_was_for(reader, article):
    page = Page(tell(reader, article, email=""))
    assert "checked" in page.one("input[name=kind][value=mistake]").attributes


@pytest.mark.parametrize(("wrong", "status"), [({"text": ""}, 422), ({"name": ""}, 422), ({"stamp": ""}, 422)])
def test_it_is_checked_like_a_comment(reader, article, wrong, status):
    assert tell(reader, article, **wrong).status_code == status
    assert not ErrorReport.objects.exists()


def test_it_counts_against_the_same_limit_as_comments(reader, article, settings, clock):
    settings.COMMENTS_PER_TEN_MINUTES = 2
    assert [tell(reader, article, text=f"Number {n}.").status_code for n in range(3)] == [303, 303, 429]


def test_it_answers_no_comment_and_asks_for_no_mail(reader, article, mailoutbox):
    parent = make_comment(article)
    tell(reader, article, parent=parent.pk, mail_me="on")
    assert ErrorReport.objects.count() == 1
    assert not parent.replies.exists()
    assert mailoutbox == []


def test_reports_of_two_articles_are_two(reader, article):
    tell(reader, article)
    tell(reader, make_article())
    assert ErrorReport.objects.count() == 2


def test_a_reader_who_proved_their_address_types_none(reader, article):
    tell(reader, article, email="", proof=proof_of(confirmed()))
    assert ErrorReport.objects.get().commenter == confirmed()
