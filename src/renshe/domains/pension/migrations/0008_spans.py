"""What is owed alike for many months is one arrear and one payment; a rise names the rule that gives it."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("pension", "0007_kinds_and_funds")]

    operations = [
        migrations.AddField(
            model_name="arrears",
            name="months",
            field=models.IntegerField(default=1, db_default=1),
        ),
        migrations.RemoveConstraint(model_name="arrears", name="pension_arrears_once"),
        migrations.AddConstraint(
            model_name="arrears",
            constraint=models.CheckConstraint(
                condition=Q(months=1) | Q(months__gt=1, account_fen=0),
                name="pension_arrears_months",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrears",
            constraint=models.UniqueConstraint(
                fields=["award", "period", "months", "cause", "known_on"],
                name="pension_arrears_once_a_span",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE pension_payment_line"
                    " ADD COLUMN months integer NOT NULL DEFAULT 1 CHECK (months >= 1)",
                    "ALTER TABLE pension_payment_line DROP COLUMN months",
                )
            ],
            state_operations=[
                migrations.AddField(
                    model_name="paymentline",
                    name="months",
                    field=models.IntegerField(default=1, db_default=1),
                )
            ],
        ),
        migrations.AddField(
            model_name="adjustment",
            name="target",
            field=models.CharField(
                max_length=40, default="adjustment_increase", db_default="adjustment_increase"
            ),
        ),
        migrations.RemoveConstraint(model_name="adjustment", name="pension_adjustment_once_a_year"),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.UniqueConstraint(
                fields=["award", "target", "from_month"], name="pension_adjustment_once_a_month"
            ),
        ),
        migrations.AlterField(
            model_name="overpayment",
            name="cause",
            field=models.CharField(
                max_length=30,
                choices=[
                    ("death_known_late", "死亡后领取"),
                    ("custody_known_late", "服刑期间领取"),
                    ("redetermined_lower", "重核后减少"),
                    ("double_benefit", "重复领取"),
                    ("ended_late", "待遇终止后领取"),
                    ("fraud", "骗取"),
                    ("agency_error", "经办差错"),
                ],
            ),
        ),
    ]
