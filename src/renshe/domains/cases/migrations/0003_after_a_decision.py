"""Extensions of limits, the draw and the checks of quality, ratings; the clock that restarts."""

import django.db.models.deletion
from django.db import migrations, models

from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days", models.SmallIntegerField()),
                ("words", models.TextField()),
                ("asked_by", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("due_before", models.DateField()),
                ("granted", models.BooleanField(null=True)),
                ("decided_by", models.CharField(db_default="", default="", max_length=64)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_words", models.TextField(db_default="", default="")),
            ],
            options={
                "db_table": "cases_extension",
            },
        ),
        migrations.CreateModel(
            name="QualityCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=80)),
                ("place", models.CharField(max_length=12)),
                ("stratum", models.CharField(max_length=10)),
                ("checker", models.CharField(db_default="", default="", max_length=64)),
                ("assigned_at", models.DateTimeField(null=True)),
                ("marks", models.JSONField(default=dict)),
                ("finding", models.CharField(db_default="", default="", max_length=8)),
                ("words", models.TextField(db_default="", default="")),
                ("found_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(db_default="", default="", max_length=64)),
                ("answer", models.TextField(db_default="", default="")),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_how", models.CharField(db_default="", default="", max_length=10)),
            ],
            options={
                "db_table": "cases_quality_check",
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=80)),
                ("place", models.CharField(max_length=12)),
                ("grade", models.SmallIntegerField()),
                ("labels", models.JSONField(default=list)),
                ("words", models.TextField(db_default="", default="")),
                ("channel", models.CharField(max_length=12)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("answer_due_on", models.DateField(null=True)),
                ("answered_by", models.CharField(db_default="", default="", max_length=64)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(db_default="", default="")),
            ],
            options={
                "db_table": "cases_rating",
            },
        ),
        migrations.CreateModel(
            name="SampleDraw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=80)),
                ("month", models.IntegerField()),
                ("seed", models.CharField(max_length=64)),
                ("strata", models.JSONField()),
                ("drawn_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("item", "month"), name="cases_draw_once")
                ],
                "db_table": "cases_sample_draw",
            },
        ),
        migrations.AddField(
            model_name="case",
            name="clock_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="extended_days",
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("decided_at__isnull", False)),
                fields=["decided_at"],
                name="cases_decided_at",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extensions",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="qualitycheck",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="quality", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="rating",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="rating", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="qualitycheck",
            name="draw",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checks",
                to="cases.sampledraw",
            ),
        ),
        migrations.AddIndex(
            model_name="extension",
            index=models.Index(
                condition=models.Q(("granted__isnull", True)),
                fields=["asked_at"],
                name="cases_extensions_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("granted", False), _negated=True),
                fields=("case",),
                name="cases_extended_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__gte", 1)), name="cases_extension_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("granted__isnull", True),
                    models.Q(
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                        models.Q(("decided_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="cases_extension_by_another",
            ),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["item"], name="cases_ratings_of_item"),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(
                condition=models.Q(("answered_at__isnull", True), ("grade__lte", 2)),
                fields=["answer_due_on"],
                name="cases_ratings_to_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("grade__gte", 1), ("grade__lte", 5)), name="cases_rating_grade"
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("grade__gt", 2), ("answer_due_on__isnull", False), _connector="OR"
                ),
                name="cases_bad_rating_has_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="qualitycheck",
            index=models.Index(
                condition=models.Q(("finding", "")),
                fields=["checker", "id"],
                name="cases_checks_open",
            ),
        ),
        migrations.AddIndex(
            model_name="qualitycheck",
            index=models.Index(
                condition=models.Q(
                    ("settled_at__isnull", True), models.Q(("finding", ""), _negated=True)
                ),
                fields=["finding", "id"],
                name="cases_checks_to_settle",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualitycheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("finding__in", ["", "ok", "formal", "wrong"])),
                name="cases_check_finding",
            ),
        ),
        guard_append_only("cases_sample_draw"),
    ]
