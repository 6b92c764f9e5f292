"""Give pictures of before the name that a copy knows them by, in batches along the key."""

from django.db import migrations

from articles.pictures import digest_of

_BATCH = 500


def fill(apps, schema_editor):
    pictures = apps.get_model("articles", "Picture").objects.using(schema_editor.connection.alias)
    after = 0
    while batch := list(pictures.filter(pk__gt=after).only("renditions").order_by("pk")[:_BATCH]):
        for picture in batch:
            picture.digest = digest_of(f"/media/{picture.renditions['full']['jpeg'][2]}") if picture.renditions else ""
        pictures.bulk_update(batch, ["digest"])
        after = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_galley")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
