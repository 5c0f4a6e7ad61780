"""What was recorded about a contract is only ever added to; the database itself refuses anything else."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [("employment", "0001_initial")]

    operations = [guard_append_only("employment_contract_act")]
