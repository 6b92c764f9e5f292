"""A page speaks the language of the text that it is about, where the paper has words for it."""

import pytest
from django.core import mail
from django.utils import timezone

from comments.moderation import approve
from comments.notices.send import send_due
from comments.tokens import Purpose
from newsroom.lib import languages
from tests.comments.readers.links import confirm_address, followed, look
from tests.factories import DAY, make_article, make_comment
from tests.page import Page


@pytest.mark.parametrize(
    ("text", "page"), [("es", "es"), ("es-mx", "es-mx"), ("ar", "ar"), ("de", "en"), ("en-gb", "en-gb")]
)
def test_a_page_speaks_the_language_of_its_text_or_that_of_the_paper(text, page):
    assert languages.language_of_page(text) == page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "lang", "dir_", "day"),
    [
        ("es", "es", "ltr", "15 de enero de 2026"),
        ("ar", "ar", "rtl", "15 يناير 2026"),
        ("de", "en", "ltr", "15 January 2026"),
    ],
)
def test_the_page_of_an_article_is_in_its_language_with_its_days(client, language, lang, dir_, day):
    article = make_article(language=language)
    page = Page(client.get(article.get_absolute_url()))
    words = page.one(".article__times")
    assert (words.inherited("lang"), page.one("main").inherited("dir")) == (lang, dir_)
    assert day in page.one(".article__times").text


@pytest.mark.django_db
def test_a_list_stays_in_the_language_of_the_paper_and_marks_what_is_not(client):
    make_article(language="es")
    page = Page(client.get("/"))
    assert page.one("html")["lang"] == "en"
    assert page.one(".story__words")["lang"] == "es"


@pytest.mark.django_db
def test_what_was_refused_is_told_in_the_language_of_the_article(client):
    article = make_article(language="es")
    answer = client.post(f"/comments/{article.pk}/", {"text": ""}, headers={"Sec-Fetch-Site": "same-origin"})
    assert "Escriba aquí su comentario." in Page(answer).one(".reply").text


@pytest.mark.django_db
def test_a_reader_finds_page_report_and_mail_in_the_language_of_the_article(client):
    comment = confirm_address(make_comment(make_article(language="fr"), state="held"))
    followed(comment)
    approve(comment, by=None)
    send_due(at=timezone.now() + DAY)
    assert "Publié" in look(client, Purpose.COMMENT, comment).content.decode()
    assert "Signaler un commentaire" in client.get(f"/comments/report/{comment.pk}/").content.decode()
    assert mail.outbox[-1].subject.endswith("des nouvelles de votre commentaire")
