"""An article copied from a page is read as its writer meant it."""

import unicodedata

import pytest

from articles.importing.pasted import Block, Unreadable, decode, parse

HEADLINE = "The lighthouse that moved inland"
FIRST = "For ninety years the lamp at Sorrel Point stood at the edge of the sea."
SECOND = "Then the harbour silted up, and the sea went elsewhere."
THIRD = "Nobody told the keeper, who went on polishing the glass."


def paste(*blocks):
    """Parse blocks as they are copied from a page: the headline, and a blank line between blocks."""
    return parse("\n\n".join([HEADLINE, *blocks]))


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert decode(b"\xef\xbb\xbf" + HEADLINE.encode()) == HEADLINE


@pytest.mark.parametrize("raw", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_called_empty(raw):
    with pytest.raises(Unreadable, match="is empty"):
        decode(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"Headline\n\nBody with a stray \x00 in it.",
        b"\x01\x02\x03ab\x04\x05",
        HEADLINE.encode("utf-16-le"),
    ],
)
def test_a_binary_file_is_called_binary(raw):
    with pytest.raises(Unreadable, match="is binary"):
        decode(raw)


def test_a_stray_control_character_does_not_make_a_text_binary():
    assert parse(decode(f"{HEADLINE}\n\n{FIRST[:20]}\x0e{FIRST[20:]}".encode())).paragraphs == (FIRST,)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_text_in_utf_16_is_told_by_its_byte_order_mark(encoding):
    with pytest.raises(Unreadable, match="UTF-16"):
        decode(HEADLINE.encode(encoding))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_text_in_another_encoding_is_refused_with_the_line(line_end):
    raw = f"One{line_end}two{line_end}a café at three".encode("latin-1")
    with pytest.raises(Unreadable, match="not UTF-8 at line 3"):
        decode(raw)


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff\n\u200b\n", "\u200f"])
def test_a_text_of_nothing_visible_is_refused(text):
    with pytest.raises(Unreadable, match="no text in the file"):
        parse(text)


def test_furniture_alone_makes_no_headline():
    with pytest.raises(Unreadable, match="no headline"):
        parse("7 Min Read\n\nShare This Article\nFacebook\nTwitter\n")


def test_a_first_line_as_long_as_a_paragraph_is_no_headline():
    with pytest.raises(Unreadable, match="no headline"):
        parse(f"{FIRST * 5}\n\n{SECOND}")


@pytest.mark.parametrize("rest", [(), ("7 Min Read", "Leave a Reply"), ("By Ana Ruiz", "3 May 2024")])
def test_a_headline_without_a_body_is_refused(rest):
    with pytest.raises(Unreadable, match="no text below"):
        paste(*rest)


def test_furniture_above_the_headline_is_passed_over():
    article = parse(f"Advertisement\n\nShare\nFacebook\n\n# {HEADLINE}\n\n{FIRST}")
    assert article.headline == HEADLINE
    assert article.left_out == ("Advertisement", "Share", "Facebook")


def test_the_headline_is_one_line_even_where_no_blank_line_follows():
    article = parse(f"{HEADLINE}\nBy Ana Ruiz\n{FIRST}\n\n{SECOND}")
    assert (article.headline, article.paragraphs) == (HEADLINE, (FIRST, SECOND))


def test_a_whole_page_is_read_in_order():
    article = paste("3 Min Read", FIRST, "A harbour of sand", SECOND, "Share This Article\nLeave a comment")
    assert article.blocks == (
        Block("paragraph", FIRST),
        Block("subheading", "A harbour of sand"),
        Block("paragraph", SECOND),
    )
    assert article.left_out == ("3 Min Read", "Share This Article", "Leave a comment")


@pytest.mark.parametrize(
    "line",
    [
        "7 Min Read",
        "12 minute read",
        "5-min read",
        "Reading time: 7 minutes",
        "Estimated reading time: 3–4 mins",
        "SHARE THIS ARTICLE",
        "Share",
        "Share this:",
        "Share on Facebook",
        "Share via e-mail",
        "Click to share on X (Opens in new window)",
        "Email this article",
        "Copy Link",
        "24 Shares",
        "• Leave a comment",
        "Leave a Reply",
        "## Leave a Reply Cancel reply",
        "No Comments",
        "3 Comments",
        "2 Responses to “The lighthouse that moved inland”",
        "Your\xa0email address will not be published. Required fields are marked *",
        "Your email address will not be published.",
        "Required fields are marked *",
        "Name *",
        "E-mail*",
        "Your comment (required)",
        "Post Comment",
        "Save my name, email, and website in this browser for the next time I comment.",
        "What’s your reaction?",
        "What's your reaction?",
        "- Advertisement -",
        "Article continues below",
        "Subscribe",
        "  Sign up for our daily newsletter ›",
        "Read more: The keeper’s own story",
    ],
)
def test_furniture_is_left_out_and_listed(line):
    article = paste(FIRST, line, SECOND)
    assert article.paragraphs == (FIRST, SECOND)
    assert article.left_out == (" ".join(line.split()),)


@pytest.mark.parametrize(
    "line",
    [
        "Share this article with care, she said.",
        "Subscribe to the view that harbours are temporary, and much follows.",
        "The sign read “Leave a comment”, and nobody had.",
        "Your email address will not be published. Ours, regrettably, was.",
        "Three comments from the gallery went unrecorded.",
        "It is a 7 minute read for anyone who skips the tide tables.",
        "No comment.",
        "Read more: that was the whole of his advice to the apprentices.",
        "Published today, the chart does not.",
        "Published in 2019, the chart already shows the shoal.",
        "By Tuesday the river had risen.",
        "By Michaelmas, Sorrel Was Dry.",
    ],
)
def test_a_sentence_with_the_words_of_furniture_stays(line):
    article = paste(line, FIRST, line, SECOND)
    assert article.paragraphs == (line, FIRST, line, SECOND)
    assert not article.left_out


@pytest.mark.parametrize("name", ["Facebook", "X", "Telegram", "Email", "Print", "Website", "Comments", "No comment"])
def test_a_bare_name_between_paragraphs_is_a_subheading(name):
    article = paste(FIRST, name, SECOND)
    assert article.subheadings == (name,)
    assert not article.left_out


@pytest.mark.parametrize(
    "names",
    [["Share", "Facebook"], ["Facebook", "Twitter", "WhatsApp"], ["LinkedIn | Reddit", "Copy Link"], ["Name", "Email"]],
)
@pytest.mark.parametrize("separator", ["\n", "\n\n"])
def test_bare_names_in_company_are_furniture(names, separator):
    article = paste(FIRST, separator.join(names), SECOND)
    assert article.paragraphs == (FIRST, SECOND)
    assert article.left_out == tuple(names)


def test_a_bare_name_where_the_text_ends_is_furniture():
    assert paste(FIRST, "Print").left_out == ("Print",)


def test_a_notice_over_two_lines_is_recognised():
    notice = "Save my name, email, and website in this browser\nfor the next time I comment."
    assert paste(FIRST, f"Website\n{notice}\nPost Comment").left_out == (
        "Website",
        notice.replace("\n", " "),
        "Post Comment",
    )


def test_what_follows_the_reply_form_is_kept_unless_recognised():
    article = paste(FIRST, "Leave a Reply", "Comment *", "I was the keeper, and the glass was never clean.", "Email *")
    assert article.paragraphs == (FIRST, "I was the keeper, and the glass was never clean.")
    assert article.left_out == ("Leave a Reply", "Comment *", "Email *")


@pytest.mark.parametrize(
    "line",
    [
        "By Ana Ruiz",
        "by admin",
        "BY ANA RUIZ AND TOM VAN DER BERG",
        "By Ana O’Hara-Ruiz, Staff Writer | 3 May 2024",
        "By ليلى حداد",
        "Published 3 May 2024",
        "Last updated: 2024/05/03 at 4:12 PM",
        "Updated on Friday, May 3, 2024 at 4:12 p.m.",
        "May 3, 2024",
        "Fri 3 May 2024, 16:12",
    ],
)
def test_a_byline_or_date_is_furniture_only_below_the_headline(line):
    article = paste("4 min read", line, FIRST, line, SECOND)
    assert article.left_out == ("4 min read", line)
    assert line in [block.text for block in article.blocks]


def test_hard_wrapped_lines_are_joined():
    assert paste("For ninety years the lamp\nat Sorrel Point stood\n at the edge of the sea.").paragraphs == (FIRST,)


def test_a_text_without_blank_lines_has_a_block_on_each_line():
    article = parse(f"\n{HEADLINE}\n{FIRST}\nA harbour of sand\n{SECOND}\n\n")
    assert article.paragraphs == (FIRST, SECOND)
    assert article.subheadings == ("A harbour of sand",)


def test_lines_longer_than_any_wrap_are_paragraphs():
    long = f"{FIRST} {SECOND}"
    article = paste(f"{long}\nA harbour of sand\n{long}")
    assert article.paragraphs == (long, long)
    assert article.subheadings == ("A harbour of sand",)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("one\r\ntwo.", "one two."),
        ("one\xa0two\t three\u3000four.", "one two three four."),
        ("light\u200bhouse and light\u00adhouse and light\u00ad\nhouse.", "lighthouse and lighthouse and lighthouse."),
        ("one\x07 two\x1b.", "one two."),
        ("one \u202eowt\u202c three.", "one owt\u202c three."),
        (unicodedata.normalize("NFD", "café."), "café."),
        ("می\u200cروم.", "می\u200cروم."),
        ("one\ufeff two.\u200f", "one two."),
    ],
)
def test_characters_nobody_sees_are_put_in_order(typed, read):
    assert paste(typed).paragraphs == (read,)


def test_a_line_of_invisible_characters_is_blank():
    assert parse(f"{HEADLINE}\r\n\xa0\r\n{FIRST}\r\n\u200b\u200f\t\r\n{SECOND}").paragraphs == (FIRST, SECOND)


def test_the_items_of_a_list_are_paragraphs():
    article = paste(FIRST, "- oil for the lamp,\n  a gallon\n- a cloth", "1. Climb the stair", SECOND)
    assert article.paragraphs == (FIRST, "- oil for the lamp, a gallon", "- a cloth", "1. Climb the stair", SECOND)


def test_a_dash_at_the_start_of_a_wrapped_line_does_not_begin_a_list():
    assert paste("The keeper climbed\n- slowly, that year -\nto the lamp.").paragraphs == (
        "The keeper climbed - slowly, that year - to the lamp.",
    )


@pytest.mark.parametrize(
    "line",
    [
        "A harbour of sand",
        "“I never left”",
        "The keeper’s last summer (and ours)",
        "Growth of 5%",
        "ميناء من الرمل",
        "נמל של חול",
        "砂の港",
        "Гавань из песка",
        "रेत का बंदरगाह",
        "## A harbour: sand, and more.",
    ],
)
def test_a_short_line_between_paragraphs_is_a_subheading(line):
    assert paste(FIRST, line, SECOND).subheadings == (line.removeprefix("## "),)


@pytest.mark.parametrize(
    "line",
    [
        "It rained.",
        "Who moved the sea?",
        "“It was sand.”",
        "(It was sand.)",
        "What he kept:",
        "First, the sand,",
        "من حرّك البحر؟",
        "砂だった。",
        "「砂だった。」",
        "वह रेत थी।",
        "– Sand",
        "a) Sand",
        "* * *",
        "1962",
        "Photo: Ana Ruiz",
        "keeper@example.org",
        "https://example.org/sand",
        "one two three four five six seven eight nine ten eleven twelve thirteen",
        "w" * 81,
    ],
)
def test_any_other_line_stays_a_paragraph(line):
    assert paste(FIRST, line, SECOND).paragraphs == (FIRST, line, SECOND)


def test_a_short_line_right_below_the_headline_may_be_the_standfirst():
    assert paste("2 min read", "How a village lost its sea", FIRST).subheadings == ()


def test_the_last_block_is_never_a_subheading():
    assert paste(FIRST, "A harbour of sand", "Share").paragraphs == (FIRST, "A harbour of sand")
    assert paste(FIRST, "## A harbour of sand").paragraphs == (FIRST, "A harbour of sand")


def test_furniture_does_not_part_a_subheading_from_its_paragraph():
    assert paste(FIRST, "A harbour of sand", "Advertisement", SECOND).subheadings == ("A harbour of sand",)


def test_of_two_short_lines_the_second_is_the_subheading():
    article = paste(FIRST, "The lamp room in 1962", "A harbour of sand", SECOND)
    assert article.subheadings == ("A harbour of sand",)
    assert article.paragraphs == (FIRST, "The lamp room in 1962", SECOND)


def test_three_short_lines_are_verse():
    verse = ("The sea went out", "The sand came in", "The lamp stayed lit")
    assert paste(FIRST, *verse, SECOND).paragraphs == (FIRST, *verse, SECOND)


def test_marked_subheadings_may_follow_each_other():
    article = paste("# Part one #\n## The lamp\nIt shone.", "### The sand\nIt came.")
    assert article.subheadings == ("Part one", "The lamp", "The sand")
    assert article.paragraphs == ("It shone.", "It came.")


def test_the_html_is_escaped():
    article = paste(FIRST, "Sand & <sea>", "<script>alert('tide')</script> is \"no\" lamp.")
    assert article.html.splitlines() == [
        f"<p>{FIRST}</p>",
        "<h2>Sand &amp; &lt;sea&gt;</h2>",
        "<p>&lt;script&gt;alert('tide')&lt;/script&gt; is \"no\" lamp.</p>",
    ]
