"""Plans of instalments for arrears; what was agreed for each day is only ever added to."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0004_corrections_and_years"),
        ("registry", "0003_passports"),
    ]

    operations = [
        migrations.CreateModel(
            name="InstalmentPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("agreed_on", models.DateField()),
                ("principal_fen", models.BigIntegerField()),
                ("surcharge_fen", models.BigIntegerField()),
                ("received_before_fen", models.BigIntegerField()),
                ("security", models.CharField(max_length=20)),
                ("reference", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("in_force", "执行中"), ("withdrawn", "已撤销")],
                        db_default="in_force",
                        max_length=10,
                    ),
                ),
                ("agreed_by", models.CharField(max_length=200)),
                ("agreed_at", models.DateTimeField()),
                ("ended_by", models.CharField(db_default="", default="", max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.TextField(db_default="", default="")),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.employer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_force")),
                        fields=("employer",),
                        name="contributions_one_plan_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("principal_fen__gte", 0),
                            ("received_before_fen__gte", 0),
                            ("surcharge_fen__gte", 0),
                        ),
                        name="contributions_plan_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "in_force")),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("state", "withdrawn"),
                                models.Q(("ended_by", ""), _negated=True),
                                models.Q(("ended_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="contributions_plan_state",
                    ),
                ],
                "db_table": "contributions_instalment_plan",
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("due_on", models.DateField()),
                ("amount_fen", models.BigIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="contributions.instalmentplan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "number"), name="contributions_instalment_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0), ("number__gte", 1)),
                        name="contributions_instalment_positive",
                    ),
                ],
                "db_table": "contributions_instalment",
            },
        ),
        guard_append_only("contributions_instalment"),
    ]
