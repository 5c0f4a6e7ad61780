"""Decisions about overpayments that no money follows: given up, or set off against the account that was left."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("pension", "0002_payment_line_and_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="OverpaymentDecision",
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
                        choices=[("write_off", "核销"), ("account", "扣抵个人账户余额")],
                        max_length=20,
                    ),
                ),
                ("ground", models.CharField(max_length=30)),
                ("amount_fen", models.BigIntegerField()),
                ("restored_fen", models.BigIntegerField(db_default=0, default=0)),
                ("instrument", models.CharField(max_length=255)),
                ("reason", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("handled", "已受理"),
                            ("reviewed", "已复核"),
                            ("approved", "已批准"),
                            ("refused", "不予办理"),
                        ],
                        db_default="handled",
                        default="handled",
                        max_length=10,
                    ),
                ),
                ("handled_by", models.CharField(max_length=80)),
                ("handled_at", models.DateTimeField()),
                ("reviewed_by", models.CharField(max_length=80, null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("approved_by", models.CharField(max_length=80, null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("accounting_month", models.IntegerField(null=True)),
                ("refused_by", models.CharField(max_length=80, null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_why", models.TextField(blank=True, db_default="", default="")),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.file",
                    ),
                ),
                (
                    "overpayment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="pension.overpayment",
                    ),
                ),
            ],
            options={
                "db_table": "pension_overpayment_decision",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["handled", "reviewed"])),
                        fields=("overpayment",),
                        name="pension_overpayment_decision_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_fen__gt", 0),
                            ("restored_fen__gte", 0),
                            models.Q(("kind", "account"), ("restored_fen", 0), _connector="OR"),
                        ),
                        name="pension_overpayment_decision_amounts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reviewed_by__isnull", True),
                                models.Q(("reviewed_by", models.F("handled_by")), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("approved_by__isnull", True),
                                models.Q(
                                    models.Q(
                                        ("approved_by", models.F("handled_by")), _negated=True
                                    ),
                                    models.Q(
                                        ("approved_by", models.F("reviewed_by")), _negated=True
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="pension_overpayment_decision_three_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "handled"),
                            models.Q(("reviewed_by__isnull", False), ("state", "reviewed")),
                            models.Q(("refused_by__isnull", False), ("state", "refused")),
                            models.Q(
                                ("accounting_month__isnull", False),
                                ("approved_by__isnull", False),
                                ("reviewed_by__isnull", False),
                                ("state", "approved"),
                            ),
                            _connector="OR",
                        ),
                        name="pension_overpayment_decision_signed",
                    ),
                ],
            },
        ),
    ]
