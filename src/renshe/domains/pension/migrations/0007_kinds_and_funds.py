"""Benefits of every scheme on one award, and each fund's own payment batches."""

from django.db import migrations, models

KINDS = (
    ("old_age", "基本养老金"),
    ("invalidity", "病残津贴"),
    ("resident", "城乡居民养老金"),
    ("institution", "机关事业单位养老金"),
    ("town", "镇保养老金"),
    ("land_allowance", "征地养老生活补贴"),
)


class Migration(migrations.Migration):
    dependencies = [("pension", "0006_recognised_service")]

    operations = [
        migrations.AlterField(
            model_name="award",
            name="kind",
            field=models.CharField(
                choices=KINDS, default="old_age", db_default="old_age", max_length=20
            ),
        ),
        # Until now only employees' pensions were paid, so that is what every batch before this one paid.
        migrations.AddField(
            model_name="paymentbatch",
            name="fund",
            field=models.CharField(default="employee_pension", max_length=30),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="paymentbatch", name="pension_payment_batch_once"),
        migrations.AddConstraint(
            model_name="paymentbatch",
            constraint=models.UniqueConstraint(
                fields=["fund", "place", "period", "attempt"],
                name="pension_payment_batch_once_a_fund",
            ),
        ),
    ]
