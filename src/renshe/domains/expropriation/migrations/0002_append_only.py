"""Receipts, account movements, medical years and watched months are only ever added to; the risk reserve gets its account."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only

RESERVE = {"book": "rights", "code": "R2401"}


def add_reserve(apps, schema_editor):
    """The account of the chart that an older database lacks."""
    account = apps.get_model("funds", "Account")
    account.objects.get_or_create(
        **RESERVE,
        defaults={
            "name_zh": "风险准备金", "name_en": "Risk reserve", "kind": "liability", "confidence": "A",
            "is_money": False,
        },
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("expropriation", "0001_initial"), ("funds", "0005_funds_of_further_schemes")]

    operations = [
        guard_append_only("expropriation_receipt"),
        guard_append_only("expropriation_account_entry"),
        guard_append_only("expropriation_medical_year"),
        guard_append_only("expropriation_scheme_month"),
        migrations.RunPython(add_reserve, migrations.RunPython.noop),
    ]
