from articles.models.address import FormerAddress, FormerPath, FormerSlug
from articles.models.announcement import Announcement
from articles.models.article import Article
from articles.models.byline import Byline
from articles.models.correction import Correction
from articles.models.filing import Filing
from articles.models.front_page import Slot
from articles.models.galley import Galley
from articles.models.people import Contributor
from articles.models.picture import Picture
from articles.models.reads import MostRead, ReadCount
from articles.models.related import Kin, RelatedPick
from articles.models.revision import Revision
from articles.models.search import Reindexing, SearchDocument, SearchLanguage, SearchWord
from articles.models.series import Series
from articles.models.standing_page import StandingPage
from articles.models.taxonomy import Section, Topic

__all__ = [
    "Announcement",
    "Article",
    "Byline",
    "Contributor",
    "Correction",
    "Filing",
    "FormerAddress",
    "FormerPath",
    "FormerSlug",
    "Galley",
    "Kin",
    "MostRead",
    "Picture",
    "ReadCount",
    "Reindexing",
    "RelatedPick",
    "Revision",
    "SearchDocument",
    "SearchLanguage",
    "SearchWord",
    "Section",
    "Series",
    "Slot",
    "StandingPage",
    "Topic",
]
