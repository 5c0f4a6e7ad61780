"""The funds and the charts of accounts, from ``data/chart.yaml``."""

from pathlib import Path

import yaml
from django.db import migrations


def load(apps, schema_editor):
    """Write the chart; it is data of the law, so it comes with the migration."""
    chart = yaml.safe_load(
        (Path(__file__).parent.parent / "data" / "chart.yaml").read_text(encoding="utf-8")
    )
    fund, account = apps.get_model("funds", "Fund"), apps.get_model("funds", "Account")
    fund.objects.bulk_create(
        fund(code=row["code"], name_zh=row["zh"], name_en=row["en"], ordinal=number)
        for number, row in enumerate(chart["funds"], start=1)
    )
    account.objects.bulk_create(
        account(
            book=book,
            code=row["code"],
            name_zh=row["zh"],
            name_en=row["en"],
            kind=row["kind"],
            confidence=row["confidence"],
            is_money=bool(row.get("money")),
        )
        for book in ("cash", "rights")
        for row in chart[book]
    )


class Migration(migrations.Migration):
    dependencies = [("funds", "0002_guards")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
