"""Galleys: the stored typeset copy of articles."""

from django.db import models

from articles import pictures, typesetting
from articles.models.picture import Picture


class GalleyQuerySet(models.QuerySet):
    def put(self, article) -> "Galley":
        """Typeset an article's copy, and store it in place of the former galley."""
        setting, shown = set_now(article.copy, language=article.language)
        made_with = typesetting.made_with(article.copy, article.language)
        galley = self.model(article=article, made_with=made_with, **vars(setting))
        names = ["html", "feed", "contents", "frames", "made_with"]
        self.bulk_create([galley], update_conflicts=True, unique_fields=["article"], update_fields=names)
        galley.pictures.set(shown)
        return galley


class Galley(models.Model):
    """The result of `articles.typesetting` for a copy. If it is out of date, pages typeset the copy on the fly."""

    article = models.OneToOneField("articles.Article", models.CASCADE, primary_key=True, related_name="galley")
    html = models.TextField()
    # Empty where feeds get the copy as it was written.
    feed = models.TextField(blank=True)
    contents = models.JSONField(default=list)
    frames = models.JSONField(default=list)
    made_with = models.CharField(max_length=200)
    pictures = models.ManyToManyField(Picture, related_name="+")

    objects = GalleyQuerySet.as_manager()

    def __str__(self):
        return f"{self.article_id}"


def set_now(copy: str, *, language: str) -> tuple[typesetting.Setting, list[Picture]]:
    """Typeset a sanitised copy; return the setting and the pictures in it. One query where there are any."""
    digests = pictures.digests_in(copy)
    shown = list(Picture.objects.filter(digest__in=digests)) if digests else []
    # The same file may have been uploaded twice; a warning of either applies.
    known = {picture.digest: picture for picture in sorted(shown, key=lambda picture: picture.is_sensitive)}
    return typesetting.set_copy(copy, language=language, known=known), shown
