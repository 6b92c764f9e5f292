"""The databases' own full-text indexes over `SearchDocument`, kept by the databases themselves."""

from django.db import migrations

# External content: the index holds no second copy of the text, and triggers keep it equal to the table.
ON_SQLITE = [
    """
    CREATE VIRTUAL TABLE articles_search USING fts5(
        headline, standfirst, names, copy,
        content='articles_searchdocument', content_rowid='article_id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3'
    )
    """,
    """
    CREATE TRIGGER articles_search_insert AFTER INSERT ON articles_searchdocument BEGIN
        INSERT INTO articles_search(rowid, headline, standfirst, names, copy)
        VALUES (new.article_id, new.headline, new.standfirst, new.names, new.copy);
    END
    """,
    """
    CREATE TRIGGER articles_search_delete AFTER DELETE ON articles_searchdocument BEGIN
        INSERT INTO articles_search(articles_search, rowid, headline, standfirst, names, copy)
        VALUES ('delete', old.article_id, old.headline, old.standfirst, old.names, old.copy);
    END
    """,
    """
    CREATE TRIGGER articles_search_update AFTER UPDATE ON articles_searchdocument BEGIN
        INSERT INTO articles_search(articles_search, rowid, headline, standfirst, names, copy)
        VALUES ('delete', old.article_id, old.headline, old.standfirst, old.names, old.copy);
        INSERT INTO articles_search(rowid, headline, standfirst, names, copy)
        VALUES (new.article_id, new.headline, new.standfirst, new.names, new.copy);
    END
    """,
]
# Without diacritics, as FTS5 has it; unaccent() would need an extension and may not stand in a generated column.
FOLDED = r"regexp_replace(normalize({}, NFD), '[\u0300-\u036f]', '', 'g')"
WORDS = " || ".join(
    f"setweight(to_tsvector('english', {FOLDED.format(column)}), '{weight}')"
    for column, weight in {"headline": "A", "standfirst": "B", "names": "B", "copy": "D"}.items()
)
ON_POSTGRESQL = [
    f"ALTER TABLE articles_searchdocument ADD COLUMN words tsvector GENERATED ALWAYS AS ({WORDS}) STORED",
    "CREATE INDEX articles_search ON articles_searchdocument USING gin (words)",
]


def create(apps, schema_editor):
    for statement in ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ON_SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(create)]
