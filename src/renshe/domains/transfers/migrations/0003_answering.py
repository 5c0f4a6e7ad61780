"""Letters refused by two hands, months of a third province, and the account from before 1998 told apart."""

import django.db.models.deletion
from django.db import migrations, models

import renshe.foundation.fields


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0003_passports"),
        ("transfers", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待答复"),
                            ("proposed", "退回待复核"),
                            ("refused", "已退回"),
                            ("taken", "已受理"),
                        ],
                        max_length=10,
                    ),
                ),
                ("opened_on", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("escalated_on", models.DateField(null=True)),
                ("reason", models.CharField(db_default="", default="", max_length=20)),
                ("words", models.CharField(db_default="", default="", max_length=200)),
                ("returned_why", models.CharField(db_default="", default="", max_length=200)),
                ("proposed_by", models.CharField(db_default="", default="", max_length=80)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(db_default="", default="", max_length=80)),
                ("decided_at", models.DateTimeField(null=True)),
                ("confirmed_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "transfers_letter_answer",
            },
        ),
        migrations.RemoveConstraint(
            model_name="transferyear",
            name="transfers_year_once",
        ),
        migrations.AddField(
            model_name="provincialtransfer",
            name="before_1998_fen",
            field=renshe.foundation.fields.FenField(null=True),
        ),
        migrations.AddField(
            model_name="provincialtransfer",
            name="stays_fen",
            field=renshe.foundation.fields.FenField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="transferyear",
            name="place",
            field=models.CharField(db_default="", default="", max_length=6),
        ),
        migrations.AddConstraint(
            model_name="provincialtransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stays_fen__gte", 0),
                    models.Q(
                        ("before_1998_fen__isnull", True),
                        models.Q(
                            ("account_fen__gte", models.F("before_1998_fen")),
                            ("before_1998_fen__gte", 0),
                        ),
                        _connector="OR",
                    ),
                ),
                name="transfers_before_1998",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferyear",
            constraint=models.UniqueConstraint(
                fields=("transfer", "year", "place"), name="transfers_year_and_place_once"
            ),
        ),
        migrations.AddField(
            model_name="letteranswer",
            name="letter",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answer",
                to="transfers.transfermessage",
            ),
        ),
        migrations.AddField(
            model_name="letteranswer",
            name="transfer",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answer",
                to="transfers.provincialtransfer",
            ),
        ),
        migrations.AddIndex(
            model_name="letteranswer",
            index=models.Index(fields=["state", "due_on"], name="transfers_answers_by_due"),
        ),
        migrations.AddConstraint(
            model_name="letteranswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "proposed", "refused", "taken"])),
                name="transfers_answer_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="letteranswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["proposed", "refused"]), _negated=True),
                    models.Q(
                        (
                            "reason__in",
                            [
                                "person_unknown",
                                "nothing_paid",
                                "still_insured",
                                "months_disputed",
                                "draws_pension",
                                "relation_gone",
                                "letter_wrong",
                            ],
                        ),
                        models.Q(("words", ""), _negated=True),
                        models.Q(("proposed_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="transfers_answer_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="letteranswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(
                        ("decided_at__isnull", False),
                        models.Q(("decided_by", ""), _negated=True),
                        models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="transfers_answer_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="letteranswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on__isnull", False), ("state__in", ["open", "proposed"])),
                    models.Q(("due_on__isnull", True), ("state__in", ["refused", "taken"])),
                    _connector="OR",
                ),
                name="transfers_answer_clock",
            ),
        ),
    ]
