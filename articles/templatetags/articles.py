"""What templates ask of articles."""

from django import template

from articles.search import highlighted

register = template.Library()
register.filter("highlighted", highlighted)
