"""The setting of a copy is made when it is saved, and is right whenever it is shown."""

import pytest
from django.core.management import call_command

from articles import typesetting
from articles.models import Article, Galley
from newsroom.models import PageDrop
from tests.factories import make_article, make_picture
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

FILM = '<figure data-embed="https://vimeo.com/76979871"><a href="https://vimeo.com/76979871">Fog</a></figure>'


def figure(picture, caption="<figcaption>The quay.</figcaption>"):
    return f'<figure><img src="{picture.full.address}" alt="Grey">{caption}</figure>'


def read(client, article):
    return Page(client.get(article.get_absolute_url()))


def test_a_copy_is_set_anew_when_it_is_saved(client):
    article = make_article(copy="<p>One.</p>")
    article.copy = "<p>Two.</p>"
    article.save()
    assert read(client, article).one(".copy p").text == "Two."


def test_setting_it_costs_a_page_no_query(client):
    plain = make_article()
    picture = make_picture(size=(90, 60))
    rich = make_article(copy=figure(picture) + f'<p>One<sup data-footnote="Two."></sup></p>{FILM}')
    assert queries_of(client, rich.get_absolute_url()) == queries_of(client, plain.get_absolute_url())


def test_a_copy_without_a_galley_is_set_on_the_way(client):
    article = make_article(copy='<p>One<sup data-footnote="Two."></sup></p>')
    Galley.objects.all().delete()
    assert read(client, article).has(".notes")


def test_a_galley_of_another_edition_is_passed_over(client, monkeypatch):
    article = make_article(copy="<p>One.</p>")
    Galley.objects.update(html="<p>Old.</p>")
    assert read(client, article).one(".copy p").text == "Old."
    monkeypatch.setattr(typesetting, "EDITION", "another")
    assert read(client, article).one(".copy p").text == "One."


def test_a_copy_that_was_written_past_the_model_is_set_on_the_way(client):
    article = make_article(copy="<p>One.</p>")
    Article.objects.update(copy="<p>Two.</p>")
    assert read(client, article).one(".copy p").text == "Two."


def test_a_command_sets_what_is_missing_or_out_of_date(capsys):
    made, old, new = make_article(), make_article(), make_article()
    Galley.objects.filter(article=made).delete()
    Galley.objects.filter(article=old).update(made_with="")
    call_command("typeset")
    assert capsys.readouterr().out.endswith("2 articles set.\n")
    assert all(article.has_current_galley for article in Article.objects.all())
    assert Galley.objects.get(article=old).html == old.galley.html
    assert Galley.objects.get(article=new).html == new.galley.html


def test_a_picture_of_ours_comes_in_the_width_that_is_needed(client):
    picture = make_picture(size=(900, 600))
    image = read(client, make_article(copy=figure(picture))).one(".copy img")
    assert image["alt"] == "Grey"
    assert (image["width"], image["height"], image["loading"]) == ("900", "600", "lazy")
    assert picture.full.srcset in read(client, Article.objects.get()).one(".copy source")["srcset"]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("<figcaption>The quay.</figcaption>", "The quay. Ada Quayle"),
        ("<figcaption>The quay. <em>Ada Quayle</em></figcaption>", "The quay. Ada Quayle"),
        ("", "At noon. Ada Quayle"),
    ],
)
def test_a_picture_in_the_copy_has_its_credit(client, written, printed):
    picture = make_picture(size=(90, 60), caption="At noon.")
    assert read(client, make_article(copy=figure(picture, written))).one(".copy figcaption").text == printed


def test_a_picture_with_a_warning_is_covered_in_the_copy_and_left_out_of_feeds(client):
    picture = make_picture(size=(90, 60), warning="A drowned animal is shown.")
    article = make_article(copy=figure(picture))
    assert read(client, article).one(".copy .covered__warning").text == "A drowned animal is shown."
    assert "<img" not in article.feed_copy
    assert "A drowned animal is shown." in article.feed_copy


def test_a_warning_covers_a_picture_that_is_out_already(client):
    picture = make_picture(size=(90, 60))
    article = make_article(copy=figure(picture))
    assert not read(client, article).has(".covered")
    PageDrop.objects.all().delete()
    picture.warning = "A drowned animal is shown."
    picture.save()
    assert read(client, article).has(".copy .covered")
    assert PageDrop.objects.filter(tag=f"article:{article.pk}").exists()


def test_a_warning_covers_the_same_file_uploaded_twice(client):
    make_picture(size=(90, 60), warning="A drowned animal is shown.")
    assert read(client, make_article(copy=figure(make_picture(size=(90, 60))))).has(".copy .covered")


def test_a_picture_keeps_its_name_in_copies_when_its_focus_moves():
    picture = make_picture(size=(90, 90))
    before = picture.full.address
    picture.focus_x = 10
    picture.save()
    assert picture.full.address == before


def test_a_page_lets_in_what_its_embeds_need_and_no_other_page_does(client):
    story = make_article(copy=FILM)
    assert "frame-src https://player.vimeo.com" in client.get(story.get_absolute_url())["Content-Security-Policy"]
    assert "frame-src" not in client.get(make_article().get_absolute_url())["Content-Security-Policy"]
    assert "frame-src" not in client.get("/")["Content-Security-Policy"]


def test_the_words_around_a_copy_are_in_its_language(client, monkeypatch):
    monkeypatch.setattr("newsroom.lib.languages.spoken", lambda: frozenset({"en", "de"}))
    article = make_article(language="de", copy="<p>Eins.</p>")
    assert Galley.objects.get(article=article).made_with.split()[1] == "de"


def test_a_long_piece_shows_its_contents_over_the_copy(client):
    copy = "".join(f"<h2>Part {n}</h2><p>{'word ' * 300}</p>" for n in "ABC")
    page = read(client, make_article(copy=copy))
    assert page.texts("nav.contents li") == ["Part A", "Part B", "Part C"]
    assert page.place("nav.contents") < page.place(".copy")
    assert {a["href"][1:] for a in page.all("nav.contents a")} <= {h["id"] for h in page.all(".copy h2")}
    assert not read(client, make_article()).has("nav.contents")
