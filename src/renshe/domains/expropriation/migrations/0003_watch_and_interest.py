"""What the watch finds month by month; interest on the accounts, once a year for each."""

from django.db import migrations, models
from django.db.models import F, Q

import renshe.foundation.fields
from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [("expropriation", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="landaccountentry",
            name="interest_year",
            field=models.IntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="landaccountentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("taken_over", "旧系统迁入"),
                    ("credit", "征地项目记入"),
                    ("interest", "年度计息"),
                    ("reversal", "冲正"),
                ],
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint(
            model_name="landaccountentry", name="expropriation_account_kind"
        ),
        migrations.AddConstraint(
            model_name="landaccountentry",
            constraint=models.CheckConstraint(
                condition=Q(kind__in=["taken_over", "credit", "interest", "reversal"])
                & ~Q(amount_fen=0)
                & (Q(kind="interest") | Q(interest_year__isnull=True)),
                name="expropriation_account_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="landaccountentry",
            constraint=models.UniqueConstraint(
                fields=["person", "interest_year"], name="expropriation_interest_once_a_year"
            ),
        ),
        migrations.CreateModel(
            name="LandWatchMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=12)),
                ("month", renshe.foundation.fields.MonthField()),
                ("people", models.IntegerField()),
                ("covered", models.IntegerField()),
                ("accounts_fen", renshe.foundation.fields.FenField()),
                ("pool_fen", renshe.foundation.fields.FenField()),
                ("reserve_fen", renshe.foundation.fields.FenField()),
                ("predeposit_fen", renshe.foundation.fields.FenField()),
                ("monthly_fen", renshe.foundation.fields.FenField()),
                ("warnings", models.JSONField()),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "db_table": "expropriation_watch_month",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["place", "month"], name="expropriation_watch_month_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(people__gte=F("covered"))
                        & Q(covered__gte=0, monthly_fen__gte=0),
                        name="expropriation_watch_month_counts",
                    ),
                ],
            },
        ),
        guard_append_only("expropriation_watch_month"),
    ]
