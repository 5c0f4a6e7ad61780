"""The history of key fields is only ever added to; the database itself refuses anything else."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        guard_append_only("registry_person_change"),
        guard_append_only("registry_employer_change"),
    ]
