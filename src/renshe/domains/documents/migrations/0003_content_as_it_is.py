"""File contents are kept as they are: compressing a payment file of a city costs more than writing it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE documents_file ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE documents_file ALTER COLUMN content SET STORAGE EXTENDED",
        )
    ]
