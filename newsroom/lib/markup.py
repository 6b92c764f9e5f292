"""Turn what a commenter typed into HTML."""

from django.utils.html import linebreaks, urlize

from newsroom.lib.html import clean_comment


def render_comment(text: str) -> str:
    """Return paragraphs and line breaks as typed, with web addresses as links; every other mark is text."""
    return clean_comment(linebreaks(urlize(text, trim_url_limit=60, nofollow=True, autoescape=True)))
