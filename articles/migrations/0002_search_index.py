"""The index that search reads: a full-text table on SQLite, a column of lexemes with a GIN index on PostgreSQL."""

from django.db import migrations

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


def create(apps, schema_editor):
    for statement in ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ON_SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(create)]
