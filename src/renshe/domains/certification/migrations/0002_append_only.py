"""Proofs, withdrawals, comparisons and warnings are only ever added to; the database itself refuses anything else."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [("certification", "0001_initial")]

    operations = [
        guard_append_only("certification_comparison"),
        guard_append_only("certification_proof"),
        guard_append_only("certification_proof_withdrawal"),
        guard_append_only("certification_due_warning"),
    ]
