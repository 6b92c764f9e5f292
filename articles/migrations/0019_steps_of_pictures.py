"""Call the renditions that a picture grows in what they are, whatever kind of file; in batches along the key."""

from django.db import migrations

_BATCH = 500


def rename(apps, schema_editor):
    pictures = apps.get_model("articles", "Picture").objects.using(schema_editor.connection.alias)
    after = 0
    while batch := list(pictures.filter(pk__gt=after).only("renditions").order_by("pk")[:_BATCH]):
        for picture in batch:
            for shape in ("full", "card"):
                if "webp" in picture.renditions.get(shape, {}):
                    picture.renditions[shape]["steps"] = picture.renditions[shape].pop("webp")
        pictures.bulk_update(batch, ["renditions"])
        after = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_desk_lists")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop, elidable=True)]
