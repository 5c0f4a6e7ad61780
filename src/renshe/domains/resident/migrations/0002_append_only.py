"""Choices, orders, payments, lists and credits are only ever added to; the database itself refuses anything else."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [("resident", "0001_initial")]

    operations = [
        guard_append_only("resident_tier_choice"),
        guard_append_only("resident_payment_order"),
        guard_append_only("resident_payment"),
        guard_append_only("resident_named_help"),
        guard_append_only("resident_credit"),
    ]
