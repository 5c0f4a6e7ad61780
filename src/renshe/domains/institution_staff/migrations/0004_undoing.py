"""A registration that stands is undone by two people; withdrawn service stays on record and counts no more."""

import django.db.models.deletion
from django.db import migrations, models

from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [
        ("institution_staff", "0003_entering"),
        ("registry", "0003_passports"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceWithdrawn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(max_length=255)),
                ("asked_by", models.CharField(max_length=80)),
                ("reviewed_by", models.CharField(max_length=80)),
                ("known_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "db_table": "institution_staff_service_withdrawn",
            },
        ),
        migrations.AddField(
            model_name="staffproposal",
            name="undo_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="staffproposal",
            name="undo_asked_by",
            field=models.CharField(db_default="", default="", max_length=80),
        ),
        migrations.AddField(
            model_name="staffproposal",
            name="undo_why",
            field=models.CharField(db_default="", default="", max_length=255),
        ),
        migrations.AddField(
            model_name="staffproposal",
            name="undone_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="staffproposal",
            name="undone_by",
            field=models.CharField(db_default="", default="", max_length=80),
        ),
        migrations.AlterField(
            model_name="staffproposal",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "待审核"),
                    ("recognised", "待复核"),
                    ("done", "已登记"),
                    ("refused", "未通过"),
                    ("undo_asked", "撤销待复核"),
                    ("undone", "已撤销"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="staffproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["undo_asked", "undone"]), _negated=True),
                    models.Q(
                        models.Q(("undo_why", ""), _negated=True),
                        models.Q(("undo_asked_by", ""), _negated=True),
                        ("undo_asked_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="institution_proposal_undo_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "undone"), _negated=True),
                    models.Q(
                        models.Q(("undone_by", ""), _negated=True),
                        ("undone_at__isnull", False),
                        models.Q(("undone_by", models.F("undo_asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="institution_proposal_undo_two_people",
            ),
        ),
        migrations.AddField(
            model_name="servicewithdrawn",
            name="service",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawn",
                to="institution_staff.servicebefore",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicewithdrawn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("why", ""), _negated=True),
                    models.Q(("asked_by", models.F("reviewed_by")), _negated=True),
                ),
                name="institution_withdrawn_two_people",
            ),
        ),
        guard_append_only("institution_staff_service_withdrawn"),
    ]
