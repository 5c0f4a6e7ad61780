"""Programmes, lists, people, objections, claims, months and findings of premium help."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import renshe.foundation.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("identity", "0004_institutions"),
        ("registry", "0003_passports"),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True)),
                ("period", renshe.foundation.fields.MonthField()),
                ("people", models.IntegerField()),
                ("amount_fen", renshe.foundation.fields.FenField()),
                ("state", models.CharField(db_default="made", default="made", max_length=12)),
                ("due_on", models.DateField()),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("approved_by", models.CharField(max_length=80, null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("received_on", models.DateField(null=True)),
                ("bank_ref", models.CharField(max_length=64, null=True, unique=True)),
                ("accounting_month", renshe.foundation.fields.MonthField(null=True)),
                ("settled_by", models.CharField(max_length=80, null=True)),
            ],
            options={
                "db_table": "premium_help_claim",
            },
        ),
        migrations.CreateModel(
            name="HelpedPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("insurance", models.CharField(max_length=20)),
                ("group", models.CharField(max_length=32)),
                ("from_month", renshe.foundation.fields.MonthField()),
                ("last_month", renshe.foundation.fields.MonthField(null=True)),
                (
                    "left_why",
                    models.CharField(blank=True, db_default="", default="", max_length=255),
                ),
                ("left_by", models.CharField(max_length=80, null=True)),
                ("left_at", models.DateTimeField(null=True)),
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
                "db_table": "premium_help_person",
            },
        ),
        migrations.CreateModel(
            name="HelpLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("insurance", models.CharField(max_length=20)),
                ("period", renshe.foundation.fields.MonthField()),
                ("turn", models.SmallIntegerField()),
                ("amount_fen", renshe.foundation.fields.FenField()),
                ("facts", models.JSONField()),
                ("reason", models.CharField(blank=True, db_default="", default="", max_length=255)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="premium_help.helpclaim",
                    ),
                ),
                (
                    "helped",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="premium_help.helpedperson",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="premium_help.helpline",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["helped", "period"], name="premium_help_lines_of")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reverses__isnull", True)),
                        fields=("person", "insurance", "period", "turn"),
                        name="premium_help_month_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_fen__gt", 0), ("reverses__isnull", True)),
                            models.Q(
                                ("amount_fen__lt", 0),
                                ("reverses__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="premium_help_line_sign",
                    ),
                ],
                "db_table": "premium_help_line",
            },
        ),
        migrations.CreateModel(
            name="HelpFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("died", "当期以前已经死亡"),
                            ("employed", "同月已经由单位参保"),
                            ("no_longer_in_need", "不再符合条件"),
                            ("not_credited", "款到时不能记入"),
                        ],
                        max_length=20,
                    ),
                ),
                ("evidence", models.CharField(max_length=255)),
                ("found_on", models.DateField()),
                ("found_by", models.CharField(max_length=80)),
                ("state", models.CharField(db_default="open", default="open", max_length=12)),
                ("reason", models.CharField(blank=True, db_default="", default="", max_length=255)),
                ("decided_by", models.CharField(max_length=80, null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="premium_help.helpline",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("line", "kind"), name="premium_help_finding_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("state__in", ["upheld", "kept"]),
                                models.Q(("decided_by", models.F("found_by")), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="premium_help_finding_decided",
                    ),
                ],
                "db_table": "premium_help_finding",
            },
        ),
        migrations.CreateModel(
            name="HelpList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("civil_affairs", "民政部门"),
                            ("disabled_federation", "残疾人联合会"),
                            ("state_assets_office", "国有资产监督管理机构"),
                            ("street", "街道（镇）"),
                            ("application", "本人申请"),
                        ],
                        max_length=20,
                    ),
                ),
                ("document", models.CharField(max_length=80)),
                ("from_month", renshe.foundation.fields.MonthField()),
                ("state", models.CharField(db_default="filed", default="filed", max_length=12)),
                ("public_from", models.DateField(null=True)),
                ("public_to", models.DateField(null=True)),
                ("filed_by", models.CharField(max_length=80)),
                ("filed_at", models.DateTimeField()),
                ("approved_by", models.CharField(max_length=80, null=True)),
                ("approved_on", models.DateField(null=True)),
                (
                    "refused_why",
                    models.CharField(blank=True, db_default="", default="", max_length=255),
                ),
                (
                    "reference",
                    models.CharField(blank=True, db_default="", default="", max_length=64),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.institution",
                    ),
                ),
            ],
            options={
                "db_table": "premium_help_list",
            },
        ),
        migrations.AddField(
            model_name="helpedperson",
            name="list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="people",
                to="premium_help.helplist",
            ),
        ),
        migrations.CreateModel(
            name="HelpObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=400)),
                ("raised_on", models.DateField()),
                ("raised_by", models.CharField(max_length=80)),
                (
                    "reference",
                    models.CharField(blank=True, db_default="", default="", max_length=64),
                ),
                ("state", models.CharField(db_default="open", default="open", max_length=12)),
                ("answer", models.CharField(blank=True, db_default="", default="", max_length=400)),
                ("answered_by", models.CharField(max_length=80, null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="premium_help.helplist",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("state", "open")),
                            models.Q(
                                ("answered_by__isnull", False),
                                ("state__in", ["upheld", "rejected"]),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="premium_help_objection_answered",
                    )
                ],
                "db_table": "premium_help_objection",
            },
        ),
        migrations.CreateModel(
            name="HelpProgramme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=120)),
                (
                    "insurance",
                    models.CharField(
                        choices=[
                            ("medical", "职工基本医疗保险"),
                            ("resident_pension", "城乡居民基本养老保险"),
                        ],
                        max_length=20,
                    ),
                ),
                ("groups", models.JSONField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("state_assets", "国有资产经营收入"),
                            ("city_budget", "市级财政"),
                            ("district_budget", "区级财政"),
                            ("street_budget", "街镇财政"),
                        ],
                        max_length=20,
                    ),
                ),
                ("payer_name", models.CharField(max_length=120)),
                ("fixed_fen", renshe.foundation.fields.FenField(null=True)),
                ("budget_fen", renshe.foundation.fields.FenField()),
                ("from_month", renshe.foundation.fields.MonthField()),
                ("to_month", renshe.foundation.fields.MonthField()),
                ("public_days", models.SmallIntegerField()),
                ("instrument", models.CharField(max_length=160)),
                (
                    "state",
                    models.CharField(db_default="proposed", default="proposed", max_length=12),
                ),
                ("proposed_by", models.CharField(max_length=80)),
                ("proposed_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=80, null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_on", models.DateField(null=True)),
                (
                    "closed_why",
                    models.CharField(blank=True, db_default="", default="", max_length=255),
                ),
            ],
            options={
                "db_table": "premium_help_programme",
                "indexes": [
                    models.Index(fields=["place", "insurance"], name="premium_help_of_place")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "name"), name="premium_help_programme_named"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "open", "closed"]),
                            ("insurance__in", ["medical", "resident_pension"]),
                            (
                                "source__in",
                                ["state_assets", "city_budget", "district_budget", "street_budget"],
                            ),
                        ),
                        name="premium_help_programme_codes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "proposed"),
                            models.Q(
                                ("opened_at__isnull", False),
                                ("opened_by__isnull", False),
                                models.Q(("opened_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="premium_help_two_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("budget_fen__gt", 0),
                            ("from_month__lte", models.F("to_month")),
                            ("public_days__gte", 0),
                            models.Q(
                                ("fixed_fen__isnull", True), ("fixed_fen__gt", 0), _connector="OR"
                            ),
                            models.Q(("instrument", ""), _negated=True),
                        ),
                        name="premium_help_programme_terms",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="helplist",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lists",
                to="premium_help.helpprogramme",
            ),
        ),
        migrations.AddField(
            model_name="helpedperson",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="people",
                to="premium_help.helpprogramme",
            ),
        ),
        migrations.AddField(
            model_name="helpclaim",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="premium_help.helpprogramme",
            ),
        ),
        migrations.AddConstraint(
            model_name="helplist",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "refused"), _negated=True),
                fields=("programme", "document"),
                name="premium_help_list_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="helplist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["filed", "public", "approved", "refused"]),
                    models.Q(("document", ""), _negated=True),
                ),
                name="premium_help_list_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="helplist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(
                        ("approved_by__isnull", False),
                        ("approved_on__isnull", False),
                        models.Q(("approved_by", models.F("filed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="premium_help_list_two_approve",
            ),
        ),
        migrations.AddConstraint(
            model_name="helplist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("refused_why", ""), _negated=True),
                    _connector="OR",
                ),
                name="premium_help_list_refusal",
            ),
        ),
        migrations.AddIndex(
            model_name="helpedperson",
            index=models.Index(fields=["person"], name="premium_help_of_person"),
        ),
        migrations.AddConstraint(
            model_name="helpedperson",
            constraint=models.UniqueConstraint(
                condition=models.Q(("last_month__isnull", True)),
                fields=("person", "insurance"),
                name="premium_help_once_an_insurance",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpedperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_month__isnull", True),
                    models.Q(
                        (
                            "last_month__gte",
                            django.db.models.expressions.CombinedExpression(
                                models.F("from_month"), "-", models.Value(1)
                            ),
                        ),
                        ("left_at__isnull", False),
                        ("left_by__isnull", False),
                        models.Q(("left_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="premium_help_leaving_has_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="helpclaim",
            index=models.Index(fields=["programme", "-period"], name="premium_help_claims_of"),
        ),
        migrations.AddConstraint(
            model_name="helpclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["made", "approved", "settled", "withdrawn"])),
                name="premium_help_claim_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "settled"]), _negated=True),
                    models.Q(
                        ("approved_by__isnull", False),
                        models.Q(("approved_by", models.F("made_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="premium_help_claim_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "settled"), _negated=True),
                    models.Q(
                        ("accounting_month__isnull", False),
                        ("bank_ref__isnull", False),
                        ("received_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="premium_help_claim_receipt",
            ),
        ),
    ]
