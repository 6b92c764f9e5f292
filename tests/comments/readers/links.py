"""Open a reader's links, and press the buttons of the pages behind them."""

from django.urls import reverse

from comments.models import Following
from comments.readers import addresses, subscriptions
from comments.tokens import Purpose, token_for
from tests.comments.posting.replies import OWN_PAGE
from tests.traces import kept_rows

# {purpose: what can be done with its key}, for the pages that act.
ACTS = {
    Purpose.OWN: ["edit", "withdraw", "appeal", "follow", "unfollow", "confirm"],
    Purpose.CONFIRM: ["confirm", "disown"],
    Purpose.MANAGE: ["claim", "disown", "follow", "unfollow", "stop", "copy", "erase", "end"],
    Purpose.FOLLOW: ["begin", "stop"],
    Purpose.UNFOLLOW: ["one", "all"],
}


def route(purpose):
    return reverse(f"comments:{purpose.removeprefix('comments.')}")


def look(client, purpose, item, **more):
    return client.get(route(purpose), {"key": token_for(purpose, item, **more)})


def press(client, purpose, item, do, *, headers=OWN_PAGE, **typed):
    """Press a button on the page of one of a reader's links."""
    return press_with(client, purpose, token_for(purpose, item), do, headers=headers, **typed)


def press_with(client, purpose, token, do, *, headers=OWN_PAGE, **typed):
    return client.post(route(purpose), {"key": token, "do": do} | typed, headers=headers)


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
