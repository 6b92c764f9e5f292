"""Addresses that stories once had. A public address never dies."""

from django.db import models


class FormerSlug(models.Model):
    """A slug under which a story was published before; its address leads to the present one."""

    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="former_slugs")
    replaced_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.slug
