"""Deemed service and special work that the department recognised from a personal file may be told to an award."""

from django.db import migrations, models

FACTS = (
    "deemed_workplace",
    "first_half_1998_base_sum",
    "deemed_account_balance",
    "virtual_account_balance",
    "local_addition",
    "account_balance",
    "deemed_months",
    "special_work_kind",
    "special_work_months",
)


class Migration(migrations.Migration):
    dependencies = [("pension", "0005_undue_and_one_off")]

    operations = [
        migrations.AlterField(
            model_name="recognition",
            name="fact",
            field=models.CharField(choices=[(name, name) for name in FACTS], max_length=40),
        ),
    ]
