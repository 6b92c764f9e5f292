"""Open a reader's links, and press the buttons of the pages behind them."""

from django.urls import reverse

from comments.models import Following
from comments.readers import addresses, subscriptions
from comments.tokens import Purpose, token_for
from tests.comments.posting.replies import OWN_PAGE
from tests.page import Page
from tests.traces import kept_rows

# {purpose: its acts, each a path below its page; "" is what a POST to the page itself does}, for the pages that act.
ACTS = {
    Purpose.COMMENT: ["edit", "withdraw", "appeal", "follow", "unfollow", "confirm"],
    Purpose.CONFIRM: ["", "disown"],
    Purpose.READER: ["claim", "disown", "follow", "unfollow", "stop", "copy", "erase", "end-links"],
    Purpose.FOLLOW: ["", "stop"],
    Purpose.UNFOLLOW: ["", "all"],
}


def route(purpose, act=""):
    page = reverse(f"comments:{purpose.removeprefix('comments.')}")
    return f"{page}{act}/" if act else page


def routes(purpose):
    """Return the address of a purpose's page, and of each act below it."""
    return sorted({route(purpose), *(route(purpose, act) for act in ACTS.get(purpose, []))})


def look(client, purpose, item, **more):
    return client.get(route(purpose), {"key": token_for(purpose, item, **more)})


def press(client, purpose, item, act="", *, headers=OWN_PAGE, **typed):
    """Press the button of an act on the page of one of a reader's links."""
    return press_with(client, purpose, token_for(purpose, item), act, headers=headers, **typed)


def press_with(client, purpose, token, act="", *, headers=OWN_PAGE, **typed):
    return client.post(route(purpose, act), {"key": token} | typed, headers=headers)


def buttons_of(page):
    """Return {words of a button: the address that it sends its form to}."""
    return {button.text: _sent_to(button) for button in Page(page).all("main form button")}


def _sent_to(button):
    form = next(each for each in button.ancestors if each.tag == "form")
    return button.attributes.get("formaction", form["action"]).partition("#")[0]


def everything_kept():
    """Return all that the database holds, so that two moments can be compared."""
    return sorted((table, column, str(value)) for table, column, value in kept_rows())


def confirm_address(comment, at=None):
    """Have the reader of a comment show that its address is theirs."""
    addresses.confirm(comment.commenter, comment, at=at)
    comment.refresh_from_db()
    return comment


def followed(comment, pace=Following.Pace.EACH):
    """Have the reader of a comment follow it, and return the wish."""
    subscriptions.follow(comment, pace)
    return comment.followings.get()
