"""Messages between districts of one city."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("retirees", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="DistrictMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message_id", models.CharField(max_length=64, unique=True)),
                ("is_ours", models.BooleanField()),
                ("kind", models.CharField(max_length=10)),
                ("from_code", models.CharField(max_length=6)),
                ("to_code", models.CharField(max_length=6)),
                ("made_on", models.DateField()),
                ("reference", models.CharField(db_index=True, max_length=64)),
                ("body", models.JSONField()),
                ("recorded_at", models.DateTimeField()),
                ("handed_over_at", models.DateTimeField(null=True)),
                ("escalated_on", models.DateField(null=True)),
                (
                    "problem",
                    models.CharField(blank=True, db_default="", default="", max_length=255),
                ),
                (
                    "hand_over",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="retirees.carehandover",
                    ),
                ),
            ],
            options={
                "db_table": "retirees_district_message",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            kind__in=["offer", "receipt", "accepted", "refused", "withdrawn"]
                        ),
                        name="retirees_message_kind",
                    ),
                    models.CheckConstraint(
                        condition=Q(is_ours=False, handed_over_at__isnull=True)
                        | Q(is_ours=True, problem=""),
                        name="retirees_message_side",
                    ),
                    models.UniqueConstraint(
                        condition=Q(problem=""),
                        fields=["reference", "kind", "is_ours"],
                        name="retirees_message_once_a_kind",
                    ),
                ],
            },
        ),
    ]
