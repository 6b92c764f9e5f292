from articles.models.address import FormerSlug
from articles.models.article import Article, Byline
from articles.models.correction import Correction
from articles.models.people import Contributor
from articles.models.picture import Picture
from articles.models.search_document import SearchDocument
from articles.models.taxonomy import Section, Topic

__all__ = [
    "Article",
    "Byline",
    "Contributor",
    "Correction",
    "FormerSlug",
    "Picture",
    "SearchDocument",
    "Section",
    "Topic",
]
