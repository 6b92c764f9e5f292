"""The list on a reader's page: all comments sent with their address, newest first."""

from dataclasses import dataclass

from django.db.models import Prefetch

from articles.models import Article
from comments import readers
from comments.models import Comment, Commenter, Decision, Following
from comments.notices.status import Status, status_of
from comments.readers import addresses
from comments.tokens import Purpose, page_of

ON_A_PAGE = 20


@dataclass(frozen=True)
class Entry:
    """One comment in the list. `page` is the URL of its own page, "" if the comment is not proven."""

    comment: Comment
    status: Status
    article: Article | None
    page: str
    following: Following | None

    @property
    def may_be_claimed(self) -> bool:
        return not self.comment.is_proven and readers.may_withdraw(self.comment)

    @property
    def may_be_disowned(self) -> bool:
        return addresses.may_disown(self.comment)


@dataclass(frozen=True)
class OwnList:
    """One page of the list; `next_before` is the `before` of the next page, or None."""

    entries: list[Entry]
    next_before: int | None


def own_list(commenter: Commenter, *, before: int | None = None) -> OwnList:
    """Fetch one page of comments, from those with a primary key below `before` (keyset); always four queries."""
    comments = commenter.comments.sent_before(before) if before else commenter.comments.all()
    known = Prefetch("decisions", Decision.objects.order_by("number"))
    rows = list(
        comments.order_by("-pk").select_related("thread").prefetch_related(known, "followings")[: ON_A_PAGE + 1]
    )
    shown = rows[:ON_A_PAGE]
    articles = _public_articles({comment.thread.article_id for comment in shown})
    return OwnList(
        entries=[_entry(comment, articles) for comment in shown],
        next_before=shown[-1].pk if len(rows) > ON_A_PAGE else None,
    )


def _public_articles(keys: set[int]) -> dict[int, Article]:
    return Article.objects.published().select_related("section").defer("copy").in_bulk(keys)


def _entry(comment: Comment, articles: dict[int, Article]) -> Entry:
    following = next((each for each in comment.followings.all() if each.commenter_id == comment.commenter_id), None)
    return Entry(
        comment=comment,
        status=status_of(comment),
        article=articles.get(comment.thread.article_id),
        page=page_of(Purpose.COMMENT, comment) if comment.is_proven else "",
        following=following if following and not following.stopped_at else None,
    )
