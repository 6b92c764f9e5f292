"""Pages about the paper that editors write."""

import pytest
from django.core.exceptions import ValidationError

from articles import workflow
from articles.furniture import policies
from articles.models import StandingPage
from comments.models import HouseRule
from tests.factories import make_article, make_section
from tests.page import Page

pytestmark = pytest.mark.django_db


def make_page(kind="ethics", **overrides):
    fields = {"title": kind.capitalize(), "copy": "<p>We say what we know.</p>"} | overrides
    return StandingPage.objects.create(kind=kind, **fields)


@pytest.mark.parametrize("kind", ["about", "ethics", "masthead", "contact", "house-rules"])
def test_a_page_of_a_fixed_kind_has_the_address_of_its_kind(client, kind):
    make_page(kind, title="What we do")
    page = Page(client.get(f"/{kind}/"))
    assert page.one("h1").text == "What we do"
    assert page.one(".copy").text == "We say what we know."


def test_another_page_lies_below_about(client):
    make_page("other", title="Prices", slug="prices")
    assert Page(client.get("/about/prices/")).one("h1").text == "Prices"
    assert client.get("/prices/").status_code == 404


@pytest.mark.parametrize("path", ["/about/", "/ethics/", "/masthead/", "/contact/", "/about/prices/"])
def test_a_page_that_nobody_has_written_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_page_that_is_not_published_is_not_there(client):
    make_page("ethics", is_published=False)
    assert client.get("/ethics/").status_code == 404
    assert not Page(client.get("/")).has("nav.footer__pages")


def test_a_fixed_page_has_no_second_address(client):
    make_page("ethics")
    response = client.get("/about/ethics/")
    assert (response.status_code, response["Location"]) == (301, "/ethics/")


def test_the_footer_leads_to_the_pages_that_are_there_in_their_order(client):
    make_section("City")
    make_page("contact", position=2)
    make_page("about", position=1)
    make_page("other", title="Prices", slug="prices", is_in_footer=False)
    assert Page(client.get("/")).texts("nav.footer__pages a") == ["About", "Contact"]


def test_the_house_rules_are_there_before_anybody_wrote_them(client):
    page = Page(client.get("/house-rules/"))
    assert page.one("h1").text == "House rules for comments"
    assert "Personal attack" in page.texts(".house-rules dt")


def test_the_house_rules_are_in_the_words_that_authors_are_told(client):
    make_page("house-rules", copy="<p>Be kind.</p>")
    HouseRule.objects.create(reason="spam", text="We print no advertisements here.")
    page = Page(client.get("/house-rules/"))
    assert page.one(".copy").text == "Be kind."
    assert "We print no advertisements here." in page.texts(".house-rules dd")


def test_the_comment_form_leads_to_the_house_rules(client):
    page = Page(client.get(make_article().get_absolute_url()))
    assert page.one(".reply__policy a")["href"] == "/house-rules/"


def test_a_page_may_be_several_policies(settings):
    settings.SITE_URL = "https://paper.example"
    make_page("ethics", policies="ethicsPolicy unnamedSourcesPolicy")
    make_page("masthead", policies="masthead", is_published=False)
    assert policies() == {
        "ethicsPolicy": "https://paper.example/ethics/",
        "unnamedSourcesPolicy": "https://paper.example/ethics/",
    }


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        ({"kind": "other", "slug": ""}, "slug"),
        ({"kind": "other", "slug": "ethics"}, "slug"),
        ({"kind": "about"}, "kind"),
    ],
)
def test_an_address_that_cannot_be_is_refused_beside_its_field(fields, beside):
    make_page("about")
    with pytest.raises(ValidationError) as refusal:
        StandingPage(title="Again", **fields).clean()
    assert list(refusal.value.error_dict) == [beside]


def test_a_script_in_a_page_never_reaches_readers():
    assert make_page(copy="<p>Fair.</p><script>alert(1)</script>").copy == "<p>Fair.</p>"


def test_a_former_address_of_a_page_leads_to_it_in_one_step(client):
    page = make_page("other", title="Prices", slug="prices")
    page.slug = "what-we-charge"
    workflow.save_named(page)
    assert client.get("/about/prices/")["Location"] == "/about/what-we-charge/"


def test_an_editor_writes_a_page_and_says_which_policies_it_is(editor, desk):
    sent = {"kind": "ethics", "title": "How we work", "slug": "", "copy": "<p>Fairly.</p>", "position": "0"}
    sent |= {"policies": ["ethicsPolicy", "correctionsPolicy"], "is_published": "on"}
    desk(editor).post("/admin/articles/standingpage/add/", sent)
    page = StandingPage.objects.get()
    assert (page.get_absolute_url(), page.policies) == ("/ethics/", "ethicsPolicy correctionsPolicy")


def test_two_pages_are_not_the_same_policy(editor, desk):
    make_page("ethics", title="How we work", policies="ethicsPolicy")
    sent = {"kind": "about", "title": "About", "copy": "", "position": "0", "policies": ["ethicsPolicy"]}
    page = Page(desk(editor).post("/admin/articles/standingpage/add/", sent))
    assert "“How we work” is the policy on ethics already." in page.one(".field-policies .errorlist").text


def test_a_reporter_may_not_write_pages_about_the_paper(reporter, desk):
    assert desk(reporter).get("/admin/articles/standingpage/").status_code == 403
