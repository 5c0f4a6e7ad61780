"""The way from one scheme into the other: the account that left, and how far its money is."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import renshe.foundation.fields


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial"), ("resident", "0003_double_benefits")]

    operations = [
        migrations.CreateModel(
            "Bridging",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("resident_to_employee", "居民养老转入职工养老"),
                            ("employee_to_resident", "职工养老转入居民养老"),
                        ],
                        max_length=24,
                    ),
                ),
                ("place", models.CharField(max_length=12)),
                ("case_number", models.CharField(max_length=64, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("decided", "待划转资金"), ("moved", "已到账"), ("withdrawn", "已撤销")],
                        db_default="decided", default="decided", max_length=10,
                    ),
                ),
                ("account_fen", renshe.foundation.fields.FenField()),
                ("product_fen", renshe.foundation.fields.FenField()),
                ("counted_months", models.IntegerField()),
                ("double_months", models.IntegerField()),
                ("opened_participation", models.BooleanField(db_default=False, default=False)),
                ("facts", models.JSONField()),
                ("batch_id", models.BigIntegerField(null=True)),
                ("decided_on", models.DateField()),
                ("decided_by", models.CharField(max_length=80)),
                ("decided_at", models.DateTimeField()),
                ("settled_on", models.DateField(null=True)),
                ("settled_by", models.CharField(max_length=80, null=True)),
                ("bank_ref", models.CharField(max_length=80, null=True, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
            ],
            options={
                "db_table": "resident_bridging",
                "indexes": [
                    models.Index(
                        fields=["decided_on"], condition=Q(state="decided"), name="resident_bridgings_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["person"], condition=~Q(state="withdrawn"), name="resident_bridging_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(direction__in=["resident_to_employee", "employee_to_resident"])
                        & Q(account_fen__gt=0, counted_months__gte=0, double_months__gte=0),
                        name="resident_bridging_shape",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="decided", settled_on__isnull=True)
                        | Q(state="moved", settled_on__isnull=False, bank_ref__isnull=False)
                        & ~Q(settled_by=F("decided_by"))
                        | Q(state="withdrawn", settled_on__isnull=False),
                        name="resident_bridging_two_people",
                    ),
                ],
            },
        ),
    ]  # fmt: skip
