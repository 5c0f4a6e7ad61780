"""Numbers of cases and papers, and the guards of what is only ever added to."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only

SEQUENCES = ("cases_number", "cases_paper_number")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        *(
            migrations.RunSQL(f"CREATE SEQUENCE {name}", f"DROP SEQUENCE {name}")
            for name in SEQUENCES
        ),
        guard_append_only("cases_event"),
        guard_append_only("cases_day_seal"),
    ]
