"""Accounts to pay to, lines, the bank's words and the trust's entries are only ever added to; so is what takes a decision back."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [("annuity", "0003_paying_out")]

    operations = [
        guard_append_only("annuity_payout_target"),
        guard_append_only("annuity_payout_cancelled"),
        guard_append_only("annuity_payout_line"),
        guard_append_only("annuity_payout_word"),
        guard_append_only("annuity_trust_entry"),
    ]
