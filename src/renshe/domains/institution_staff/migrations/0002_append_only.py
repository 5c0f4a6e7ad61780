"""Everything but the register itself is only ever added to; the database itself refuses anything else."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [("institution_staff", "0001_initial")]

    operations = [
        guard_append_only("institution_staff_service_before"),
        guard_append_only("institution_staff_past_year"),
        guard_append_only("institution_staff_month_file"),
        guard_append_only("institution_staff_month_row"),
        guard_append_only("institution_staff_month_receipt"),
        guard_append_only("institution_staff_account_entry"),
        guard_append_only("institution_staff_move"),
    ]
