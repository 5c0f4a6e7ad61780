"""What is owed for a rise names its rule: two rules may raise one benefit for the same months on one day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pension", "0009_people_lists")]

    operations = [
        migrations.AddField(
            model_name="arrears",
            name="rule",
            field=models.CharField(db_default="", default="", max_length=60),
        ),
        migrations.RemoveConstraint(model_name="arrears", name="pension_arrears_once_a_span"),
        migrations.AddConstraint(
            model_name="arrears",
            constraint=models.UniqueConstraint(
                fields=["award", "period", "months", "cause", "rule", "known_on"],
                name="pension_arrears_once_a_span",
            ),
        ),
    ]
