"""File what there is, in batches along the key."""

from django.db import migrations

_BATCH = 1000


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    models = {name: apps.get_model("articles", name) for name in ("Article", "Byline", "Filing")}
    articles, bylines, filings = (model.objects.using(alias) for model in models.values())
    topics = models["Article"].topics.through.objects.using(alias)
    after = 0
    while batch := list(articles.filter(pk__gt=after).order_by("pk").values_list("pk", "published_at")[:_BATCH]):
        published, after = dict(batch), batch[-1][0]
        about = topics.filter(article__in=published).values_list("article", "topic")
        names = bylines.filter(article__in=published).values_list("article", "contributor").distinct()
        new = [models["Filing"](article_id=a, topic_id=t, published_at=published[a]) for a, t in about]
        new += [models["Filing"](article_id=a, contributor_id=c, published_at=published[a]) for a, c in names]
        filings.bulk_create(new, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_filings")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
