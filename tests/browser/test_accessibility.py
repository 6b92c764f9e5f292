"""The rules of WCAG 2.2 AA that a program can check, on every kind of page a reader meets."""

import pytest
from axe_playwright_python.sync_playwright import Axe

# One worker runs all of these, so that there is one server.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = {
    "front": "/",
    "section": "/city/",
    "article": "/city/marrow-street-bridge/",
    "article in Arabic": "/world/lighthouse-five-generations/",
    "article in Spanish": "/culture/afinador-del-puerto/",
    "analysis with a table": "/business/price-of-a-loaf/",
    "topic": "/topic/harbour/",
    "contributor": "/contributor/ines-halloran/",
    "search": "/search/?q=bridge",
    "nothing found": "/search/?q=zzzz",
    "not found": "/no/such-page/",
    "withdrawn": "/science/whale-in-the-teller/",
}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def violations(page):
    return [
        f"{found['id']}: {node['html'][:160]}"
        for found in Axe().run(page, options=RULES).response["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_breaks_no_rule(page, path, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_refused_form_breaks_no_rule(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/city/market-clock/")
    page.click("text=Send the comment")
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/", "/city/", "/city/empty-homes/"])
def test_a_page_breaks_no_rule_on_a_phone(page, path):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(path)
    assert violations(page) == []
