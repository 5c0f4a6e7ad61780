"""The years of an information form are only ever added to; a message's words never change and it is handed over once."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [("transfers", "0001_initial")]

    operations = [guard_append_only("transfers_year")]
