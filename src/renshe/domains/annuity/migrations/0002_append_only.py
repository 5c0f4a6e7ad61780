"""What was filed, moved, valued, decided and reported is only ever added to; the database itself refuses anything else."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [("annuity", "0001_initial")]

    operations = [
        guard_append_only("annuity_contribution_file"),
        guard_append_only("annuity_unit_value"),
        guard_append_only("annuity_payout"),
        guard_append_only("annuity_movement"),
        guard_append_only("annuity_personal_pension_report"),
    ]
