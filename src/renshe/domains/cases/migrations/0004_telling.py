"""How an account wants to be told, and each message that left the house with what came back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_after_a_decision"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeWay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=64, unique=True)),
                ("way", models.CharField(max_length=5)),
                ("email", models.CharField(db_default="", default="", max_length=254)),
                ("chosen_at", models.DateTimeField()),
                ("failed_at", models.DateTimeField(null=True)),
                ("failed_why", models.CharField(db_default="", default="", max_length=220)),
            ],
            options={
                "db_table": "cases_notice_way",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ("sms", "email", "inbox"))),
                        name="cases_notice_way_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", "email"), _negated=True),
                            models.Q(("email", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cases_notice_way_has_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("way", models.CharField(max_length=5)),
                ("masked", models.CharField(max_length=254)),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                ("tries", models.SmallIntegerField(db_default=1, default=1)),
                ("returned_at", models.DateTimeField(null=True)),
                ("returned_why", models.CharField(db_default="", default="", max_length=220)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="cases.notice",
                    ),
                ),
            ],
            options={
                "db_table": "cases_delivery",
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="cases_deliveries_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notice", "way"), name="cases_delivered_once_a_way"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ("sms", "email"))),
                        name="cases_delivery_way_known",
                    ),
                ],
            },
        ),
    ]
