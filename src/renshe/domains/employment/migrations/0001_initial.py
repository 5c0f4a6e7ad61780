"""Contracts as filed, and the acts recorded about them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0003_passports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fixed", "固定期限"),
                            ("open_ended", "无固定期限"),
                            ("task", "以完成一定工作任务为期限"),
                            ("part_time", "非全日制用工"),
                        ],
                        max_length=12,
                    ),
                ),
                ("began_on", models.DateField()),
                ("signed_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("probation_months", models.SmallIntegerField()),
                ("occupation", models.CharField(max_length=60)),
                ("work_place", models.CharField(max_length=12)),
                (
                    "hours",
                    models.CharField(
                        choices=[
                            ("standard", "标准工时制"),
                            ("comprehensive", "综合计算工时制"),
                            ("irregular", "不定时工作制"),
                        ],
                        max_length=16,
                    ),
                ),
                ("wage_fen", models.BigIntegerField()),
                ("ended_on", models.DateField(null=True)),
                ("end_reason", models.CharField(db_default="", default="", max_length=32)),
                ("withdrawn", models.BooleanField(db_default=False, default=False)),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.employer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["employer", "began_on"], name="employment_of_employer")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True), ("withdrawn", False)),
                        fields=("person", "employer"),
                        name="employment_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["fixed", "open_ended", "task", "part_time"])
                        ),
                        name="employment_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "fixed"), _negated=True),
                            ("ends_on__isnull", False),
                            _connector="OR",
                        ),
                        name="employment_fixed_term_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ends_on__isnull", True),
                                ("ends_on__gte", models.F("began_on")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("ended_on__isnull", True),
                                ("ended_on__gte", models.F("began_on")),
                                _connector="OR",
                            ),
                        ),
                        name="employment_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_on__isnull", True)),
                            models.Q(
                                ("ended_on__isnull", False),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="employment_end_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("probation_months__gte", 0),
                            ("probation_months__lte", 6),
                            models.Q(
                                models.Q(("kind__in", ["task", "part_time"]), _negated=True),
                                ("probation_months", 0),
                                _connector="OR",
                            ),
                        ),
                        name="employment_probation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wage_fen__gt", 0)), name="employment_wage"
                    ),
                ],
                "db_table": "employment_contract",
            },
        ),
        migrations.CreateModel(
            name="ContractAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("filed", "备案"),
                            ("ended", "终止或解除"),
                            ("reopened", "恢复"),
                            ("withdrawn", "误报撤销"),
                        ],
                        max_length=12,
                    ),
                ),
                ("effective_on", models.DateField()),
                ("known_on", models.DateField()),
                ("reason", models.CharField(max_length=255)),
                ("reference", models.CharField(max_length=64)),
                ("recorded_by", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="employment.contract",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["contract"], name="employment_acts")],
                "db_table": "employment_contract_act",
            },
        ),
    ]
