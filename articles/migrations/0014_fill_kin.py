from django.db import migrations
from django.utils import timezone

_AT_ONCE = 5000


def fill(apps, schema_editor):
    """Have the kin of all that is out found from now on, by the chore, some at a time."""
    articles, kin = (apps.get_model("articles", name).objects for name in ("Article", "Kin"))
    published = articles.exclude(published_at=None).order_by("pk").values_list("pk", flat=True)
    now, last = timezone.now(), 0
    while keys := list(published.filter(pk__gt=last)[:_AT_ONCE]):
        kin.bulk_create([kin.model(article_id=pk, due_at=now) for pk in keys], ignore_conflicts=True)
        last = keys[-1]


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_related"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
