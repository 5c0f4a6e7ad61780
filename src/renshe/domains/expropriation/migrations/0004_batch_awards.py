"""Allowances of a project's old, proposed by one and decided by another."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("expropriation", "0003_watch_and_interest")]

    operations = [
        migrations.CreateModel(
            name="BatchAward",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "待复核"), ("done", "已核定"), ("refused", "未同意")],
                        db_default="proposed",
                        default="proposed",
                        max_length=8,
                    ),
                ),
                ("rows", models.JSONField()),
                ("proposed_by", models.CharField(max_length=80)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.CharField(max_length=80, null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(db_default="", default="", max_length=255)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_awards",
                        to="expropriation.expropriationproject",
                    ),
                ),
            ],
            options={
                "db_table": "expropriation_batch_award",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state="proposed"),
                        fields=["project"],
                        name="expropriation_batch_one_open",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="proposed", decided_by__isnull=True)
                        | Q(
                            state__in=["done", "refused"],
                            decided_by__isnull=False,
                            decided_at__isnull=False,
                        )
                        & ~Q(decided_by=F("proposed_by")),
                        name="expropriation_batch_two_people",
                    ),
                ],
            },
        ),
    ]
