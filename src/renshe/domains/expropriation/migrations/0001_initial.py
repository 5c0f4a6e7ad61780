"""Projects, members, shares, receipts, accounts, objections, town insurance, allowances, cover and watched months."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import renshe.foundation.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0003_passports"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExpropriationProject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("approval_number", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("place", models.CharField(max_length=12)),
                ("village_group", models.CharField(max_length=80)),
                ("approved_on", models.DateField()),
                ("land_taken_m2", models.BigIntegerField()),
                ("land_group_m2", models.BigIntegerField()),
                ("land_group_people", models.IntegerField()),
                ("quota", models.IntegerField()),
                (
                    "scheme",
                    models.CharField(
                        choices=[
                            ("employee_pension", "职工基本养老保险"),
                            ("town_insurance", "小城镇社会保险"),
                        ],
                        max_length=24,
                    ),
                ),
                ("months_bought", models.IntegerField()),
                ("cost_working_fen", renshe.foundation.fields.FenField()),
                ("cost_old_fen", renshe.foundation.fields.FenField()),
                ("one_off_minor_fen", renshe.foundation.fields.FenField()),
                ("account_permille", models.IntegerField()),
                ("reserve_permille", models.IntegerField()),
                ("state", models.CharField(db_default="listed", default="listed", max_length=12)),
                ("public_from", models.DateField(null=True)),
                ("public_to", models.DateField(null=True)),
                ("street_confirmed_by", models.CharField(max_length=80, null=True)),
                ("street_confirmed_at", models.DateTimeField(null=True)),
                ("land_letter", models.CharField(max_length=80, null=True)),
                ("land_confirmed_by", models.CharField(max_length=80, null=True)),
                ("land_confirmed_at", models.DateTimeField(null=True)),
                ("certificate", models.CharField(max_length=40, null=True, unique=True)),
                ("certified_by", models.CharField(max_length=80, null=True)),
                ("certified_on", models.DateField(null=True)),
                ("settled_on", models.DateField(null=True)),
                ("account_fen", renshe.foundation.fields.FenField(null=True)),
                ("pool_fen", renshe.foundation.fields.FenField(null=True)),
                ("reserve_fen", renshe.foundation.fields.FenField(null=True)),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "db_table": "expropriation_project",
                "indexes": [
                    models.Index(
                        fields=["place", "-approved_on"], name="expropriation_project_place"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["listed", "public", "confirmed", "certified", "settled"])
                        ),
                        name="expropriation_project_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("land_group_m2__gt", 0),
                            ("land_group_people__gt", 0),
                            ("land_taken_m2__gt", 0),
                            ("land_taken_m2__lte", models.F("land_group_m2")),
                        ),
                        name="expropriation_project_land",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cost_old_fen__gte", 0),
                            ("cost_working_fen__gte", 0),
                            ("one_off_minor_fen__gte", 0),
                            ("account_permille__gte", 0),
                            ("reserve_permille__gte", 0),
                            (
                                "account_permille__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.Value(1000), "-", models.F("reserve_permille")
                                ),
                            ),
                        ),
                        name="expropriation_project_terms",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["listed", "public"]),
                            models.Q(
                                ("land_confirmed_by__isnull", False),
                                ("street_confirmed_by__isnull", False),
                                models.Q(
                                    ("street_confirmed_by", models.F("land_confirmed_by")),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="expropriation_project_two_confirm",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("certificate__isnull", True),
                            models.Q(
                                ("certified_by__isnull", False),
                                ("certified_on__isnull", False),
                                models.Q(
                                    ("certified_by", models.F("street_confirmed_by")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="expropriation_project_certifier",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[("minor", "未成年"), ("working", "劳动年龄"), ("old", "养老年龄")],
                        max_length=8,
                    ),
                ),
                ("age", models.IntegerField()),
                ("facts", models.JSONField()),
                ("one_off_ref", models.CharField(db_default="", default="", max_length=64)),
                ("removed_on", models.DateField(null=True)),
                ("removed_reason", models.CharField(db_default="", default="", max_length=255)),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="expropriation.expropriationproject",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person"], name="expropriation_member_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_on__isnull", True)),
                        fields=("project", "person"),
                        name="expropriation_member_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("group__in", ["minor", "working", "old"])),
                        name="expropriation_member_group",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_on__isnull", True),
                            models.Q(("removed_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="expropriation_member_removal_has_reason",
                    ),
                ],
                "db_table": "expropriation_member",
            },
        ),
        migrations.CreateModel(
            name="LandAllowance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_month", renshe.foundation.fields.MonthField()),
                ("amount_fen", renshe.foundation.fields.FenField()),
                ("elder_fen", renshe.foundation.fields.FenField()),
                ("facts", models.JSONField()),
                ("determined_on", models.DateField()),
                ("reference", models.CharField(db_default="", default="", max_length=64)),
                ("ended_on", models.DateField(null=True)),
                ("ended_reason", models.CharField(db_default="", default="", max_length=120)),
                ("determined_by", models.CharField(max_length=80)),
                ("determined_at", models.DateTimeField()),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allowance",
                        to="expropriation.projectmember",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0), ("elder_fen__gte", 0)),
                        name="expropriation_allowance_amount",
                    )
                ],
                "db_table": "expropriation_allowance",
            },
        ),
        migrations.CreateModel(
            name="ProjectShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "payer",
                    models.CharField(
                        choices=[
                            ("land_user", "用地单位"),
                            ("government", "政府"),
                            ("collective", "集体经济组织"),
                            ("person", "个人"),
                        ],
                        max_length=12,
                    ),
                ),
                ("payer_name", models.CharField(max_length=120)),
                ("permille", models.IntegerField()),
                ("due_on", models.DateField()),
                ("amount_fen", renshe.foundation.fields.FenField(null=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="expropriation.expropriationproject",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "payer"), name="expropriation_share_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("payer__in", ["land_user", "government", "collective", "person"]),
                            ("permille__gt", 0),
                            ("permille__lte", 1000),
                        ),
                        name="expropriation_share_is_a_share",
                    ),
                ],
                "db_table": "expropriation_share",
            },
        ),
        migrations.CreateModel(
            name="ProjectReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_fen", renshe.foundation.fields.FenField()),
                ("received_on", models.DateField()),
                ("bank_ref", models.CharField(max_length=64, unique=True)),
                ("accounting_month", renshe.foundation.fields.MonthField()),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
                (
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="expropriation.projectshare",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)),
                        name="expropriation_receipt_positive",
                    )
                ],
                "db_table": "expropriation_receipt",
            },
        ),
        migrations.CreateModel(
            name="ResidentMedicalYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.IntegerField()),
                ("source", models.CharField(max_length=200)),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "year"), name="expropriation_medical_once"
                    )
                ],
                "db_table": "expropriation_medical_year",
            },
        ),
        migrations.CreateModel(
            name="SchemeMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=12)),
                ("month", renshe.foundation.fields.MonthField()),
                (
                    "scheme",
                    models.CharField(
                        choices=[
                            ("rural", "农村（居民）养老金"),
                            ("land", "征地养老生活费"),
                            ("town", "镇保养老金"),
                        ],
                        max_length=8,
                    ),
                ),
                ("people", models.IntegerField()),
                ("total_fen", renshe.foundation.fields.FenField()),
                ("rise_fen", renshe.foundation.fields.FenField(null=True)),
                ("rise_on", models.DateField(null=True)),
                ("why_zh", models.CharField(db_default="", default="", max_length=200)),
                ("why_en", models.CharField(db_default="", default="", max_length=200)),
                ("source", models.CharField(max_length=120)),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "db_table": "expropriation_scheme_month",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "month", "scheme"), name="expropriation_scheme_month_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("people__gt", 0),
                            ("total_fen__gte", 0),
                            ("scheme__in", ["rural", "land", "town"]),
                            models.Q(
                                ("rise_fen__isnull", True),
                                ("rise_on__isnull", False),
                                _connector="OR",
                            ),
                        ),
                        name="expropriation_scheme_month_counts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TownInsuranceRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=12)),
                ("months", models.IntegerField()),
                ("months_paid", models.IntegerField()),
                ("account_fen", renshe.foundation.fields.FenField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("kept", "保留"),
                            ("drawing", "领取"),
                            ("converted", "已转入职工养老保险"),
                        ],
                        db_default="kept",
                        default="kept",
                        max_length=12,
                    ),
                ),
                ("carried_months", models.IntegerField(null=True)),
                ("carried_fen", renshe.foundation.fields.FenField(null=True)),
                ("carried_facts", models.JSONField(null=True)),
                ("converted_on", models.DateField(null=True)),
                ("reference", models.CharField(db_default="", default="", max_length=64)),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
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
                            ("months__gte", models.F("months_paid")),
                            ("account_fen__gte", 0),
                            ("months_paid__gte", 0),
                        ),
                        name="expropriation_town_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("converted_on__isnull", True), ("state__in", ["kept", "drawing"])
                            ),
                            models.Q(
                                ("carried_fen__isnull", False),
                                ("converted_on__isnull", False),
                                ("state", "converted"),
                            ),
                            _connector="OR",
                        ),
                        name="expropriation_town_state",
                    ),
                ],
                "db_table": "expropriation_town_record",
            },
        ),
        migrations.CreateModel(
            name="LandAccountEntry",
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
                            ("taken_over", "旧系统迁入"),
                            ("credit", "征地项目记入"),
                            ("reversal", "冲正"),
                        ],
                        max_length=12,
                    ),
                ),
                ("amount_fen", renshe.foundation.fields.FenField()),
                ("booked_on", models.DateField()),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="expropriation.expropriationproject",
                    ),
                ),
            ],
            options={
                "db_table": "expropriation_account_entry",
                "indexes": [
                    models.Index(fields=["person", "booked_on"], name="expropriation_account_of")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["taken_over", "credit", "reversal"]),
                            models.Q(("amount_fen", 0), _negated=True),
                        ),
                        name="expropriation_account_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ListObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=400)),
                ("reference", models.CharField(db_default="", default="", max_length=64)),
                ("raised_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待答复"), ("upheld", "成立"), ("rejected", "不成立")],
                        db_default="open",
                        default="open",
                        max_length=8,
                    ),
                ),
                ("answer", models.CharField(db_default="", default="", max_length=400)),
                ("answered_by", models.CharField(max_length=80, null=True)),
                ("answered_on", models.DateField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="expropriation.expropriationproject",
                    ),
                ),
            ],
            options={
                "db_table": "expropriation_objection",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="expropriation_objection_says",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"),
                            models.Q(
                                ("answered_on__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="expropriation_objection_answered",
                    ),
                ],
            },
        ),
    ]
