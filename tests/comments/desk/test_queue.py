"""The moderation queue: in which order it is worked through, what it is narrowed down to, and who looks at what."""

import secrets
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import moderation, readers
from comments.models import Comment, ModeratorSettings, Report, Watch
from comments.moderation.queue import MOST_OF_HIGH_RISK, PAGE, Place
from newsroom import roles
from tests.comments.desk.moderating import JSON, QUEUE, make_waiting, names_in, stored
from tests.factories import make_article, make_comment, make_section
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db):
    return make_article()


@pytest.fixture
def ana(db):
    return roles.make_staff("ana", roles.MODERATOR, first_name="Ana")


def every_page(browser, address=QUEUE):
    """Follow the way on from page to page; return the names on each."""
    pages = []
    while address:
        answer = browser.get(address)
        pages.append(names_in(answer))
        address = answer.context["following"] and QUEUE + answer.context["following"]
    return pages


def make_many_waiting(article, *rows):
    """Have comments wait that are like one but for the fields of each row: hours, and columns."""
    one = make_waiting(article)
    fields = {field.attname: getattr(one, field.attname) for field in Comment._meta.concrete_fields}
    del fields["id"]
    Comment.objects.bulk_create(
        Comment(
            **fields
            | {"digest": secrets.token_hex(16), "waiting_since": timezone.now() - timedelta(hours=row.pop("hours", 1))}
            | row
        )
        for row in rows
    )
    one.delete()


# Order


def test_what_is_risky_comes_first_and_of_equals_what_waits_longest(moderator, desk, article):
    """E5."""
    for name, risk, hours in [("Calm", 0, 9), ("Late", 40, 1), ("Early", 40, 3), ("Risky", 60, 2)]:
        make_waiting(article, name=name, risk=risk, hours=hours)
    assert names_in(desk(moderator).get(QUEUE)) == ["Risky", "Early", "Late", "Calm"]


def test_nothing_waits_unseen_whatever_its_risk(moderator, desk, article, settings):
    """E5: beyond the bound what has waited longest comes before all else."""
    settings.QUEUE_AGE_BOUND_HOURS = 5
    for name, risk, hours in [("Risky", 99, 1), ("Old", 0, 6), ("Older", 0, 7), ("Calm", 0, 4)]:
        make_waiting(article, name=name, risk=risk, hours=hours)
    answer = desk(moderator).get(QUEUE)
    assert names_in(answer) == ["Older", "Old", "Risky", "Calm"]
    assert Page(answer).texts(".card-mark--late") == ["over 5 hours"] * 2


@pytest.mark.parametrize(("order", "names"), [("oldest", ["1", "2", "3"]), ("newest", ["3", "2", "1"])])
def test_a_moderator_keeps_the_order_that_they_like(moderator, ana, desk, article, order, names):
    """E5."""
    for hours, risk in [(3, 10), (2, 30), (1, 20)]:
        make_waiting(article, name=str(4 - hours), hours=hours, risk=risk)
    browser = desk(moderator)
    kept = browser.post(f"{QUEUE}settings/", {"order": order, "uses_keys": "on", "next": QUEUE})
    assert kept.headers["Location"] == QUEUE
    assert names_in(browser.get(QUEUE)) == names
    assert names_in(desk(ana).get(QUEUE)) == ["2", "3", "1"]


def test_everything_that_needs_a_moderator_waits_in_one_queue(moderator, desk, article):
    make_waiting(article, name="Held")
    readers.edit(make_comment(article, name="Edited"), "Another wording.")
    readers.appeal(make_comment(article, name="Appealed", state="rejected"), "Why?")
    reported = make_comment(article, name="Reported")
    Comment.objects.filter(pk=reported.pk).update(waiting_since=timezone.now())
    make_comment(article, name="Public")
    assert set(names_in(desk(moderator).get(QUEUE))) == {"Held", "Edited", "Appealed", "Reported"}


@pytest.mark.parametrize("order", ["risk", "oldest", "newest"])
def test_pages_go_by_key_and_lose_nothing_when_their_last_card_is_decided(moderator, desk, article, order):
    ModeratorSettings.objects.create(moderator=moderator, order=order)
    rows = ({"name": f"{each:02}", "risk": each % 4, "hours": each % 3 * 10} for each in range(2 * PAGE + 3))
    make_many_waiting(article, *rows)
    browser = desk(moderator)
    first = browser.get(QUEUE)
    moderation.approve(first.context["cards"][-1].comment, by=None)
    pages = [names_in(first), *every_page(browser, QUEUE + first.context["following"])]
    assert [len(page) for page in pages] == [PAGE, PAGE, 3]
    assert len({name for page in pages for name in page}) == 2 * PAGE + 3


def test_an_address_that_means_nothing_shows_the_beginning(moderator, desk, article):
    make_waiting(article, name="Seun")
    browser = desk(moderator)
    typed = ["", "x", "1.2.3", "1.999.1.1x", "9" * 30, "1.1.1.1' OR 1=1", "1.1.1.1.1"]
    assert [after for after in typed if names_in(browser.get(QUEUE, {"after": after})) != ["Seun"]] == []


def test_a_place_is_read_as_it_was_written():
    now = timezone.now()
    place = Place(now, 40, now - timedelta(hours=3), 815)
    assert Place.read(str(place)) == place


def test_texts_of_high_risk_come_a_few_at_a_time(moderator, desk, article):
    """E19."""
    make_many_waiting(article, *({"name": f"Risky {each}", "risk": 90} for each in range(MOST_OF_HIGH_RISK + 3)))
    make_waiting(article, name="Calm")
    browser = desk(moderator)
    answer = browser.get(QUEUE)
    assert "as many texts of high risk as one should read" in answer.content.decode()
    assert [len(page) for page in every_page(browser)] == [MOST_OF_HIGH_RISK, 4]


# What it costs


def test_the_queue_takes_twelve_queries_whatever_waits(moderator, desk):
    """E20: with every kind of thing on the cards."""
    browser = desk(moderator)
    browser.get(QUEUE)
    seen = []
    for number in (3, 27):
        for each in range(number):
            comment = make_waiting(hours=each % 2 * 20, risk=each)
            Report.objects.create(comment=comment, reason="other", network=str(each))
            comment.commenter.notes.create(text="Rings on Mondays.", written_by=moderator)
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(QUEUE)
        seen.append(len(queries))
    assert len(names_in(answer)) == PAGE
    assert seen[0] == seen[1] <= 12


def test_no_way_of_looking_at_it_takes_more(moderator, desk):
    """E20."""
    for hours in (1, 20):
        make_waiting(hours=hours, risk=3, text="www.example.org", marks=" link ")
    browser = desk(moderator)
    browser.get(QUEUE)
    filters = ("?link=1", "?section=city", "?newcomer=1", "?watched=1", "?article=1", "?language=en&risk=1&mark=link")
    taken = {}
    for query in ("", *filters):
        with CaptureQueriesContext(connection) as queries:
            browser.get(QUEUE + query)
        taken[query] = len(queries)
    assert {query: number for query, number in taken.items() if number > 12} == {}


@pytest.mark.parametrize("order", ["risk", "oldest", "newest"])
def test_an_index_serves_each_order(moderator, desk, article, order):
    """E20: nothing is sorted but the few rows of a page, and no table is read through."""
    ModeratorSettings.objects.create(moderator=moderator, order=order)
    make_many_waiting(article, *({"risk": each} for each in range(PAGE + 5)))
    browser = desk(moderator)
    onward = QUEUE + browser.get(QUEUE).context["following"]
    for address in (QUEUE, onward):
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        for query in queries:
            if 'ORDER BY "comments_comment"' in query["sql"]:
                plan = plan_of(query["sql"])
                assert "queue_by_risk" in plan or "queue_by_age" in plan, plan


def plan_of(sql):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        else:
            # A table of a few rows is read through otherwise, whatever indexes there are.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


# Filters


def in_spanish():
    return make_article(language="es")


def test_filters_keep_what_fits_and_may_be_combined(moderator, desk):
    """E7: why held, section, article, watch-list, language, link, first-timer, risk; each by its address."""
    city, sport = make_article(), make_article(section=make_section("Sport"), language="es")
    regular = make_comment(city, address="regular@example.org")
    plain = make_waiting(city, name="Plain", marks=" policy ", address="regular@example.org")
    make_waiting(city, name="Linked", text="See https://a.example", marks=" link rule ", risk=80)
    Comment.objects.filter(name="Linked").update(link_count=1)
    make_waiting(sport, name="Sporty", marks=" newcomer ")
    Watch.objects.create(moderator=moderator, thread=plain.thread)
    browser = desk(moderator)
    for query, names in {
        "mark=rule": ["Linked"],
        "section=sport": ["Sporty"],
        f"article={city.pk}": ["Linked", "Plain"],
        "watched=1": ["Linked", "Plain"],
        "language=es": ["Sporty"],
        "link=1": ["Linked"],
        "newcomer=1": ["Linked", "Sporty"],
        "risk=70": ["Linked"],
        f"commenter={regular.commenter_id}": ["Plain"],
        "section=city&newcomer=1&link=1": ["Linked"],
        "section=sport&link=1": [],
    }.items():
        assert names_in(browser.get(f"{QUEUE}?{query}")) == names, query


def test_what_it_is_narrowed_down_to_is_shown_and_each_can_be_taken_off(moderator, desk, article):
    """E7."""
    make_waiting(article, marks=" link ", risk=80)
    page = Page(desk(moderator).get(f"{QUEUE}?mark=link&risk=70&article={article.pk}&after=1.1.1.1"))
    chips = {link.text: link["href"] for link in page.all(".queue-chips a")}
    assert {text.partition("×")[0].strip() for text in chips} == {
        "has a link",
        "high risk",
        article.headline,
        "Take all off",
    }
    assert chips["has a link ×(remove this filter)"] == f"{QUEUE}?risk=70&article={article.pk}"


def test_a_filter_that_is_not_understood_narrows_nothing_down(moderator, desk):
    make_waiting(name="Seun")
    browser, faults = desk(moderator), []
    wrong = ("mark=nonsense", "section=absent", "language=xx", "risk=-1", "risk=x", "article=0", "commenter=9" * 30)
    for query in wrong:
        answer = browser.get(f"{QUEUE}?{query}")
        if (names_in(answer), answer.context["chips"]) != (["Seun"], []):
            faults.append(query)
    assert faults == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Nothing waits. Every comment has been decided on."),
        ("?mark=appeal&link=1", "Nothing that waits fits all of this:"),
        ("?after=1.1.1.1", "What you passed over stands at the beginning."),
    ],
)
def test_an_empty_queue_says_why(moderator, desk, query, words):
    assert words in desk(moderator).get(QUEUE + query).content.decode()


def test_a_moderator_watches_an_article_and_stops(moderator, desk, article):
    """E7."""
    comment = make_waiting(article)
    browser = desk(moderator)
    address = f"/admin/comments/thread/{comment.thread_id}/watch/"
    for _ in range(2):
        browser.post(address, {"on": "1"})
    assert Watch.objects.get().moderator == moderator
    assert "Stop watching it" in browser.get(QUEUE).content.decode()
    browser.post(address)
    assert not Watch.objects.exists()


# Who looks at what


def claim(browser, *comments, **more):
    return browser.post(f"{QUEUE}claim/", {"seen": " ".join(str(comment.pk) for comment in comments)} | more)


def test_others_pass_over_what_someone_is_looking_at_and_may_see_who(moderator, ana, desk, article):
    """E12."""
    taken = make_waiting(article, name="Taken")
    make_waiting(article, name="Free")
    claim(desk(ana), taken)
    browser = desk(moderator)
    assert names_in(browser.get(QUEUE)) == ["Free"]
    assert "Taken" in names_in(desk(ana).get(QUEUE))
    everything = browser.get(f"{QUEUE}?taken=1")
    assert names_in(everything) == ["Taken", "Free"]
    assert "Ana is looking at it" in everything.content.decode()


def test_a_claim_ends_by_itself_and_keeps_nobody_from_deciding(moderator, ana, desk, article):
    """E12."""
    comment = make_waiting(article)
    claim(desk(ana), comment)
    moderation.approve(stored(comment), by=moderator)
    assert stored(comment).claimed_by is None
    another = make_waiting(article)
    claim(desk(ana), another)
    Comment.objects.filter(pk=another.pk).update(claimed_until=timezone.now())
    assert len(names_in(desk(moderator).get(QUEUE))) == 1


def test_a_claim_is_one_update_that_takes_nothing_from_another(moderator, ana, desk, article):
    """E12."""
    taken, free, decided = make_waiting(article), make_waiting(article), make_comment(article)
    claim(desk(ana), taken)
    browser = desk(moderator)
    claim(browser)
    with CaptureQueriesContext(connection) as queries:
        answer = claim(browser, taken, free, decided, next=f"{QUEUE}?link=1")
    assert len([query for query in queries if query["sql"].startswith("UPDATE")]) == 1
    assert answer.headers["Location"] == f"{QUEUE}?link=1"
    assert [stored(each).claimed_by for each in (taken, free, decided)] == [ana, moderator, None]


def test_opening_the_queue_changes_nothing(moderator, desk, article):
    """E12: what follows links without being asked claims nothing."""
    comment = make_waiting(article)
    desk(moderator).get(QUEUE)
    assert Comment.objects.filter(pk=comment.pk).values().get() == vars_of(comment)


def vars_of(comment):
    return {name: value for name, value in vars(comment).items() if not name.startswith("_")}


def test_when_others_look_at_all_that_is_left_the_page_says_so(moderator, ana, desk, article):
    claim(desk(ana), make_waiting(article, name="Taken"))
    browser = desk(moderator)
    [way] = Page(browser.get(QUEUE)).all("[data-none] a")
    assert names_in(browser.get(way["href"])) == ["Taken"]


def test_new_arrivals_are_counted_and_the_page_stays(moderator, desk, article):
    """E18: within the same filters, at the cost of one count."""
    make_waiting(article, risk=80)
    browser = desk(moderator)
    page = Page(browser.get(f"{QUEUE}?risk=70"))
    link = page.one("[data-arrivals]")
    since = {"since": link["data-since"]}
    assert browser.get(link["data-arrivals"], since, headers=JSON).json()["new"] == 0
    make_waiting(article, hours=-0.01, risk=90)
    make_waiting(article, hours=-0.01, risk=10)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(link["data-arrivals"] + f"&since={since['since']}").json() == {"new": 1, "said": "1 new"}
    assert len(queries) <= 6
    assert browser.get(f"{QUEUE}new/?since=x").status_code == 400


# Who may see it


def test_only_moderators_see_the_queue(editor, desk, client):
    browser = desk(editor)
    names = ("", "new/?since=1.1.1.1", "bulk/", "history/")
    statuses = {name: (browser.get(QUEUE + name).status_code, client.get(QUEUE + name).status_code) for name in names}
    assert statuses == dict.fromkeys(names, (403, 302))


def test_only_moderators_do_anything_there(editor, moderator, desk, reader):
    browser = desk(editor)
    reader.force_login(moderator)
    names = ("claim/", "settings/", "undo/", "bulk/")
    statuses = {name: (browser.post(QUEUE + name).status_code, reader.post(QUEUE + name).status_code) for name in names}
    assert statuses == dict.fromkeys(names, (403, 403))
