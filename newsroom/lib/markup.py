"""Turn what a commenter typed into HTML."""

from django.utils.html import Urlizer, linebreaks

from newsroom.lib.html import clean_comment


class _Links(Urlizer):
    """Links web addresses; a mail address stays the text that it is."""

    @staticmethod
    def is_email_simple(value):
        return False


_with_links = _Links()


def render_comment(text: str) -> str:
    """Return paragraphs and line breaks as typed, with web addresses as links; every other mark is text."""
    return clean_comment(linebreaks(_with_links(text, trim_url_limit=60, nofollow=True, autoescape=True)))
