"""The funds of residents, government staff, expropriated people and the town insurance, where an older chart lacks them."""

from pathlib import Path

import yaml
from django.db import migrations


def load(apps, schema_editor):
    """Add what the chart names and the register lacks; a fund that is there keeps its number."""
    chart = yaml.safe_load(
        (Path(__file__).parent.parent / "data" / "chart.yaml").read_text(encoding="utf-8")
    )
    fund = apps.get_model("funds", "Fund")
    there = set(fund.objects.values_list("code", flat=True))
    fund.objects.bulk_create(
        fund(code=row["code"], name_zh=row["zh"], name_en=row["en"], ordinal=number)
        for number, row in enumerate(chart["funds"], start=1)
        if row["code"] not in there
    )


class Migration(migrations.Migration):
    dependencies = [("funds", "0004_account_years")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
