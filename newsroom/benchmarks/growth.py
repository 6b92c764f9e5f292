"""Benchmark: every kind of page with 1,000, 100,000 and 1,000,000 articles; no page may get slower with the archive."""

import sys
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import reads
from articles.models import Article, Contributor, ReadCount, Section, Series, Topic
from newsroom import roles
from newsroom.archive.language import language
from newsroom.benchmarks import charts, filling
from newsroom.benchmarks.client import Load, in_turns, request
from newsroom.benchmarks.figures import in_ms, percentile, table
from newsroom.benchmarks.pages import count_queries
from newsroom.benchmarks.paper import Paper, add_database, add_keep, databases, kept, temporary_paper
from newsroom.benchmarks.server import serving
from newsroom.lib.planner import look_at_tables
from newsroom.models import User

HELP = "Each kind of page, built, at 1,000, 100,000 and 1,000,000 articles with 10 comments each: median, p95, ratio."

_SIZES = "1000,100000,1000000"
_FEW, _MANY, _WAITING = 20, 50_000, 200
_CAPTION = (
    "Milliseconds to build each kind of page by the number of articles: median, and shaded up to the 95th percentile"
)
# Enough articles to fill a page of a day's archive.
_ON_ONE_DAY = 30
_BESIDE = "quiet"
_STAFF = "administrator"


def add_arguments(parser):
    add_database(parser)
    add_keep(parser)
    add_sizes(parser)
    parser.add_argument("--comments-each", type=int, default=10, help="how many comments an article has, on average")
    parser.add_argument("--many", type=int, default=_MANY, help="how many the article has that everybody discusses")
    parser.add_argument("--rounds", type=int, default=100, help="how often each page is fetched")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="where to draw the figures, as SVG")


def add_sizes(parser) -> None:
    parser.add_argument("--sizes", type=_numbers, default=_SIZES, metavar="N,N", help=f"articles ({_SIZES})")


def _numbers(typed: str) -> list[int]:
    return sorted(int(each.replace("_", "")) for each in typed.split(","))


def run(options, write):
    rows = []
    for database in databases(options):
        with ExitStack() as stack:
            papers = {}
            for articles in options["sizes"]:
                folder = kept(options, articles, options["comments_each"], database)
                # Without the page cache, whose cost does not depend on the page, and without background tasks.
                paper = stack.enter_context(temporary_paper(database, folder, PAGE_CACHE_MB="0", TASKS="workers"))
                write(f"Filling a paper on {paper.database} with {articles:,} articles …")
                paper.run(fill, articles, options)
                papers[articles] = paper
            write("Measuring …")
            rows += measure(papers, options)
    write(table(rows))
    if options["plot"]:
        options["plot"].write_text(charts.small_multiples(_panels(rows, options["sizes"]), _CAPTION))
    return rows


def fill(articles: int, options) -> None:
    """Make an archive, and the articles that are the same at every size, unless they exist already."""
    each = options["comments_each"]
    if not Series.objects.filter(slug=_BESIDE).exists():
        call_command("make_archive", articles=articles, comments=articles * each, stdout=sys.stderr)
        _fill_beside(options["many"])
    read = Article.objects.filter(series__slug=_BESIDE).values_list("pk", flat=True)
    ReadCount.objects.add({(article, timezone.now()): 1 for article in read})
    reads.rank()


def _fill_beside(many: int) -> None:
    """Publish stories that fill the same pages at every size: the last ones of a month ten years ago."""
    at = timezone.now().replace(year=timezone.now().year - 10, month=1, day=31, hour=23, minute=59)
    for name, number in (("few", _FEW), ("many", many)):
        filling.discuss(filling.publish(f"discussed-by-{name}", at)[0], number)
    quiet = [filling.publish(f"quiet-{number}", at)[0] for number in range(_ON_ONE_DAY)]
    filling.receive(quiet, _WAITING, within=timedelta(days=1))
    series = Series.objects.create(name="Quiet", slug=_BESIDE)
    for part, article in enumerate(quiet, start=1):
        Article.objects.filter(pk=article).update(series=series, part=part)
    look_at_tables()


def measure(papers: dict[int, Paper], options) -> list[dict]:
    """Measure the pages of all papers in turns, so that other load on the machine affects all sizes equally."""
    cookies = {size: paper.run(sign_in) for size, paper in papers.items()}
    pages = {size: paper.run(addresses) for size, paper in papers.items()}
    with ExitStack() as stack:
        ports = {size: stack.enter_context(serving(paper, workers=1)) for size, paper in papers.items()}
        asked = {
            (name, size): (ports[size], request("GET", path, {"Cookie": cookies[size]} if is_of_the_desk(path) else {}))
            for size, of_size in pages.items()
            for name, path in of_size.items()
        }
        loads = in_turns(asked, options["rounds"], seconds=600)
    largest = max(papers)
    return [
        {"database": papers[largest].database, "page": name}
        | {"queries": papers[largest].run(count_queries, path, cookies[largest] if is_of_the_desk(path) else "")}
        | _of_sizes({size: loads[name, size] for size in papers})
        for name, path in pages[largest].items()
    ]


def _of_sizes(loads: dict[int, Load]) -> dict:
    """Return the columns of one page: median and 95th percentile for each size, and the ratio of last to first."""
    columns = {}
    for size, load in loads.items():
        columns |= {f"{size:,}": in_ms(load.median), f"{size:,} p95": in_ms(_slow(load))}
    medians = [load.median for load in loads.values()]
    return columns | {"times the first": round(medians[-1] / medians[0], 2)}


def _slow(load: Load) -> float:
    return percentile([answer.seconds for answer in load.came], 95)


def is_of_the_desk(path: str) -> bool:
    return path.startswith(reverse("admin:index"))


def sign_in() -> str:
    """Return the session cookie of an administrator."""
    client = Client()
    known = User.objects.filter(username=_STAFF).first()
    client.force_login(known or roles.make_staff(_STAFF, roles.ADMINISTRATOR))
    return client.cookies.output(attrs=[], header="").strip()


def addresses() -> dict[str, str]:
    """Return {name: path} of a page of each kind; where there are several, of the fullest."""
    few, many = (Article.objects.get(slug=f"discussed-by-{name}").get_absolute_url() for name in ("few", "many"))
    section, topic = Section.objects.first().get_absolute_url(), Topic.objects.order_by("pk").first()
    day = timezone.localtime(Article.objects.get(slug="quiet-0").published_at)
    word = language().words[300]
    return {
        "front": reverse("articles:front_page"),
        "section": section,
        "section, page 20": f"{section}?page=20",
        "topic": topic.get_absolute_url(),
        "contributor": Contributor.objects.order_by("pk").first().get_absolute_url(),
        "article, 20 comments": few,
        "article, 50,000 comments": many,
        "latest": reverse("articles:latest"),
        "series": Series.objects.first().get_absolute_url(),
        "most read": reverse("articles:most_read"),
        "archive": reverse("articles:archive"),
        "archive, a year": reverse("articles:archive_year", args=[day.year]),
        "archive, a month": reverse("articles:archive_month", args=[day.year, day.month]),
        "archive, a day": reverse("articles:archive_day", args=[day.year, day.month, day.day]),
        "search": f"{reverse('articles:search')}?q={word}",
        "feed": reverse("articles:feed", args=["atom.xml"]),
        "feed of a section": reverse("articles:feed_of", args=["section", Section.objects.first().slug, "atom.xml"]),
        "feed of a topic": reverse("articles:feed_of", args=["topic", topic.slug, "atom.xml"]),
        "sitemap index": reverse("articles:sitemap"),
        # Sitemaps of a month and of the news are left out: their size depends on the archive.
        "sitemap of fronts": reverse("articles:pages_sitemap"),
        "queue": reverse("admin:comments_queue"),
        "desk, articles": reverse("admin:articles_article_changelist"),
        "desk, comments": reverse("admin:comments_comment_changelist"),
    }


def _panels(rows: list[dict], sizes: list[int]) -> list[charts.Panel]:
    return [
        charts.Panel(
            title=row["page"]
            if len({each["database"] for each in rows}) == 1
            else f"{row['page']} ({row['database']})",
            said=f"× {row['times the first']:.2f}",
            points=[(size, row[f"{size:,}"], row[f"{size:,} p95"]) for size in sizes],
        )
        for row in rows
    ]
