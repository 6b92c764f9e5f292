"""What axe-core finds wrong with a page, in the light and in the dark."""

from axe_playwright_python.base import AXE_SCRIPT

# WCAG 2.2 AA, and what is good practice besides.
READERS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Of Django's admin not all markup is ours.
DESK = ["wcag2a", "wcag2aa", "wcag21aa"]
# A colour that is on its way to another, as after a change from light to dark, is not what anybody reads.
_RUN = """async (tags) => {
    await Promise.allSettled(document.getAnimations().map((each) => each.finished));
    const { violations } = await axe.run({ runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}"""


def violations(page, tags=READERS) -> list[str]:
    """Return which rules the page breaks, and where."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(_RUN, tags)


def violations_in_both(page, tags=READERS) -> list[str]:
    """Return which rules a page breaks in the light or in the dark. Without motion no colour is caught half way."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {each}" for each in violations(page, tags)]
    return found
