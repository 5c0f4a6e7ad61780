"""Months that were helped are only ever added to; the database itself refuses anything else."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [("premium_help", "0001_initial")]

    operations = [guard_append_only("premium_help_line")]
