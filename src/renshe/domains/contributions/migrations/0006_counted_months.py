"""Months that town insurance or an expropriation brings into a career; only ever added to."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import renshe.foundation.fields
from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [("contributions", "0005_instalment_plans"), ("registry", "0003_passports")]

    operations = [
        migrations.CreateModel(
            name="CountedMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", renshe.foundation.fields.MonthField()),
                ("base_fen", renshe.foundation.fields.FenField()),
                (
                    "source",
                    models.CharField(
                        choices=[("town_insurance", "镇保转入"), ("expropriation", "征地购买")],
                        max_length=16,
                    ),
                ),
                ("reference", models.CharField(max_length=64)),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
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
                "db_table": "contributions_counted_month",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["person", "period"], name="contributions_counted_month_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(base_fen__gt=0)
                        & Q(source__in=["town_insurance", "expropriation"])
                        & ~Q(reference=""),
                        name="contributions_counted_month_says",
                    ),
                ],
            },
        ),
        guard_append_only("contributions_counted_month"),
    ]
