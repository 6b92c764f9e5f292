"""The index of search anew: by stems of every language, in the order of time. It is filled by a chore, see the end."""

import django.db.models.deletion
from django.db import migrations, models

# External content: the index holds no second copy of the text, and triggers keep it equal to the table. What stands
# in the columns is folded and reduced to stems already, and marks are words as they stand.
COLUMNS = ("marks", "headline", "standfirst", "topics", "names", "copy")
_NAMES = ", ".join(COLUMNS)
_NEW, _OLD = (", ".join(f"{row}.{each}" for each in ("place", *COLUMNS)) for row in ("new", "old"))
_ADD = f"INSERT INTO articles_search(rowid, {_NAMES}) VALUES ({_NEW});"
_TAKE_OUT = f"INSERT INTO articles_search(articles_search, rowid, {_NAMES}) VALUES ('delete', {_OLD});"
ON_SQLITE = [
    f"""
    CREATE VIRTUAL TABLE articles_search USING fts5(
        {_NAMES}, content='articles_searchdocument', content_rowid='place', tokenize="ascii tokenchars '^~:'"
    )
    """,
    f"CREATE TRIGGER articles_search_insert AFTER INSERT ON articles_searchdocument BEGIN {_ADD} END",
    f"CREATE TRIGGER articles_search_delete AFTER DELETE ON articles_searchdocument BEGIN {_TAKE_OUT} END",
    f"CREATE TRIGGER articles_search_update AFTER UPDATE ON articles_searchdocument BEGIN {_TAKE_OUT} {_ADD} END",
]
_WORDS = " || ' ' || ".join(COLUMNS[1:])
ON_POSTGRESQL = [
    "ALTER TABLE articles_searchdocument ADD COLUMN words tsvector GENERATED ALWAYS AS "
    f"(to_tsvector('simple', {_WORDS}) || array_to_tsvector(string_to_array(marks, ' '))) STORED",
    # Without statistics every word passes for a rare one, so that the index is used, and never a walk through all
    # rows, whose real price (each text unpacked) the planner does not know.
    "ALTER TABLE articles_searchdocument ALTER COLUMN words SET STATISTICS 0",
    # Articles come one at a time, and a list of what is not sorted in yet would be read at each search.
    "CREATE INDEX articles_search ON articles_searchdocument USING gin (words) WITH (fastupdate = off)",
]


def drop_old(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE articles_search")


def create_new(apps, schema_editor):
    for statement in ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ON_SQLITE:
        schema_editor.execute(statement)


def fill_later(apps, schema_editor):
    """Have the chore that indexes articles anew begin with all: in a large archive that takes minutes."""
    if apps.get_model("articles", "Article").objects.exists():
        apps.get_model("articles", "Reindexing").objects.create(subject="all")


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_fill_kin")]
    operations = [
        migrations.RunPython(drop_old),
        migrations.DeleteModel("SearchDocument"),
        migrations.CreateModel(
            "SearchDocument",
            [
                ("place", models.BigAutoField(primary_key=True, serialize=False)),
                ("gone_at", models.DateTimeField(null=True)),
                ("marks", models.TextField()),
                ("headline", models.TextField()),
                ("standfirst", models.TextField()),
                ("topics", models.TextField()),
                ("names", models.TextField()),
                ("copy", models.TextField()),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            "SearchWord",
            [
                ("word", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("spelling", models.CharField(max_length=60)),
                ("skeleton", models.CharField(max_length=60)),
            ],
            options={"indexes": [models.Index(fields=["skeleton"], name="articles_search_skeletons")]},
        ),
        migrations.CreateModel(
            "SearchLanguage", [("code", models.CharField(max_length=10, primary_key=True, serialize=False))]
        ),
        migrations.CreateModel(
            "Reindexing",
            [
                ("subject", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("before", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.RunPython(create_new),
        migrations.RunPython(fill_later),
    ]
