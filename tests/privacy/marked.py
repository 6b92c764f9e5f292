"""One marked address, and how to tell whether something gives it away."""

from tests.traces import Marks, kept_commenters

TYPED = " Zephyrine.Quill+7q@Wren-Post.Example "
ADDRESS = TYPED.strip()
CONTROL = "Kallistrate.Roan+9k@Moss-Mail.Example"
PARTS = ["zephyrine", "Quill", "quill+7q@", "Wren-Post", "wren-post.example", "@Wren-Post.Example"]
MARKS = Marks(TYPED)
# What begins all that its owner writes.
WORDS = "The harbour office was shut"
NETWORK = "203.0.113.77"


def given_away(texts):
    """Return {where: marks} for those of {where: bytes} that hold the address, or something made of it."""
    known = kept_commenters()
    found = {
        where: MARKS.found_in(text) + [each for each in known if each.encode() in text] for where, text in texts.items()
    }
    return {where: marks for where, marks in found.items() if marks}


def is_public(address):
    return not address.startswith("/admin/")
