"""What a teller took in a day at a counter, counted and handed over."""

from django.db import migrations, models
from django.db.models import F, Q

import renshe.foundation.fields


class Migration(migrations.Migration):
    dependencies = [("resident", "0004_bridging")]

    operations = [
        migrations.CreateModel(
            "TellerDay",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("teller", models.CharField(max_length=80)),
                ("place", models.CharField(max_length=12)),
                ("day", models.DateField()),
                ("payments", models.IntegerField()),
                ("total_fen", renshe.foundation.fields.FenField()),
                ("slip_ref", models.CharField(max_length=80, unique=True)),
                ("closed_at", models.DateTimeField()),
                ("received_by", models.CharField(max_length=80, null=True)),
                ("received_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "resident_teller_day",
                "constraints": [
                    models.UniqueConstraint(fields=["teller", "day"], name="resident_teller_day_once"),
                    models.CheckConstraint(
                        condition=Q(payments__gt=0, total_fen__gt=0), name="resident_teller_day_something"
                    ),
                    models.CheckConstraint(
                        condition=Q(received_by__isnull=True, received_at__isnull=True)
                        | Q(received_by__isnull=False, received_at__isnull=False)
                        & ~Q(received_by=F("teller")),
                        name="resident_teller_day_two_people",
                    ),
                ],
            },
        ),
    ]  # fmt: skip
