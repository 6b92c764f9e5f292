"""Of two indexes over the same columns in the same order, one is enough: each comment was written into both."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0004_tighten_decisions")]
    operations = [migrations.RemoveIndex(model_name="comment", name="comments_by_age")]
