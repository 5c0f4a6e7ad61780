"""An e-mail address is proved by a code before it is used; addresses that are there already are not proved yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_telling"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=64)),
                ("address", models.CharField(max_length=254)),
                ("digest", models.CharField(max_length=64)),
                ("sealed", models.CharField(db_default="", default="", max_length=200)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("wrong", models.SmallIntegerField(db_default=0, default=0)),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "-made_at"], name="cases_address_code_newest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="cases_address_code_expires",
                    )
                ],
                "db_table": "cases_address_code",
            },
        ),
        migrations.AddField(
            model_name="noticeway",
            name="confirmed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="noticeway",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_at__isnull", True),
                    models.Q(("email", ""), _negated=True),
                    _connector="OR",
                ),
                name="cases_notice_way_confirms_an_address",
            ),
        ),
    ]
