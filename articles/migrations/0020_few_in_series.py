"""Of stories in a series, and of translations, an index each that leaves out all others: nearly the whole archive."""

import django.db.models.deletion
from django.db import migrations, models

_COLUMNS = (["series_id"], ["translation_of_id"])


def drop_old(apps, schema_editor):
    """Drop the indexes of all rows by themselves: to alter the columns SQLite would write the whole table anew."""
    table = apps.get_model("articles", "Article")._meta.db_table
    with schema_editor.connection.cursor() as cursor:
        known = schema_editor.connection.introspection.get_constraints(cursor, table)
    for name, each in known.items():
        if each["columns"] in _COLUMNS and each["index"] and not each["unique"]:
            schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_steps_of_pictures")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop_old)],
            state_operations=[
                migrations.AlterField(
                    model_name="article",
                    name="series",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="articles",
                        to="articles.series",
                        verbose_name="series",
                    ),
                ),
                migrations.AlterField(
                    model_name="article",
                    name="translation_of",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text=(
                            "The article that this one says in another language. Readers and search engines find one "
                            "by the other."
                        ),
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="translations",
                        to="articles.article",
                        verbose_name="translation of",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("series__isnull", False)),
                fields=["series", "part", "id"],
                name="articles_of_series",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("translation_of__isnull", False)),
                fields=["translation_of"],
                name="articles_translated",
            ),
        ),
    ]
