"""Participations, tiers, orders, payments, lists, credits and payouts of the resident scheme."""

import django.db.models.deletion
from django.db import migrations, models

import renshe.foundation.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0003_passports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=12)),
                ("community", models.CharField(max_length=12)),
                ("joined_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "ended_why",
                    models.CharField(blank=True, db_default="", default="", max_length=24),
                ),
                (
                    "reference",
                    models.CharField(blank=True, db_default="", default="", max_length=64),
                ),
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
                "indexes": [models.Index(fields=["community"], name="resident_participation_at")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("person",),
                        name="resident_participation_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on__isnull", True), ("ended_why", "")),
                            models.Q(
                                ("ended_on__gte", models.F("joined_on")),
                                (
                                    "ended_why__in",
                                    [
                                        "died",
                                        "account_inherited",
                                        "moved_away",
                                        "to_employee_scheme",
                                        "by_mistake",
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="resident_participation_end",
                    ),
                ],
                "db_table": "resident_participation",
            },
        ),
        migrations.CreateModel(
            name="NamedHelp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.SmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("collective", "集体补助"),
                            ("poor", "困难人员代缴"),
                            ("disabled", "重度残疾人代缴"),
                        ],
                        max_length=12,
                    ),
                ),
                ("amount_fen", renshe.foundation.fields.FenField()),
                ("instrument", models.CharField(max_length=120)),
                ("listed_by", models.CharField(max_length=80)),
                ("listed_at", models.DateTimeField()),
                (
                    "participation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="help",
                        to="resident.participation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("participation", "year", "kind"), name="resident_named_help_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["collective", "poor", "disabled"])),
                        name="resident_named_help_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_fen__gt", 0), models.Q(("instrument", ""), _negated=True)
                        ),
                        name="resident_named_help_complete",
                    ),
                ],
                "db_table": "resident_named_help",
            },
        ),
        migrations.CreateModel(
            name="PaymentOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True)),
                ("year", models.SmallIntegerField()),
                ("tier", models.IntegerField()),
                ("amount_fen", renshe.foundation.fields.FenField()),
                ("is_back_payment", models.BooleanField()),
                (
                    "reference",
                    models.CharField(blank=True, db_default="", default="", max_length=64),
                ),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                (
                    "participation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="resident.participation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["participation", "year"], name="resident_orders_of")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)), name="resident_order_positive"
                    )
                ],
                "db_table": "resident_payment_order",
            },
        ),
        migrations.CreateModel(
            name="ResidentPayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.SmallIntegerField()),
                ("tier", models.IntegerField()),
                ("amount_fen", renshe.foundation.fields.FenField()),
                ("is_back_payment", models.BooleanField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("tax_file", "税务部门到账文件"),
                            ("counter", "窗口代收"),
                            ("government", "政府代缴"),
                            ("take_over", "旧系统"),
                        ],
                        max_length=12,
                    ),
                ),
                ("external_ref", models.CharField(max_length=80)),
                ("paid_on", models.DateField()),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
                (
                    "order",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment",
                        to="resident.paymentorder",
                    ),
                ),
                (
                    "participation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="resident.participation",
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
            ],
            options={
                "indexes": [models.Index(fields=["person", "year"], name="resident_payments_of")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("channel", "external_ref"), name="resident_payment_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel__in", ["tax_file", "counter", "government", "take_over"])
                        ),
                        name="resident_payment_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0), ("tier__gt", 0)),
                        name="resident_payment_positive",
                    ),
                ],
                "db_table": "resident_payment",
            },
        ),
        migrations.CreateModel(
            name="ResidentCredit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.SmallIntegerField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("own", "个人缴费"),
                            ("government", "政府补贴"),
                            ("collective", "集体补助"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("payment", "本人缴费"),
                            ("help", "政府代缴"),
                            ("subsidy", "政府缴费补贴"),
                            ("collective", "集体补助"),
                            ("interest", "利息"),
                            ("converted", "原农保转入"),
                            ("opening", "旧系统余额"),
                            ("refunded", "退费"),
                            ("restored", "撤销付款后恢复"),
                            ("inherited", "继承"),
                            ("pension", "发放养老金"),
                            ("bridged", "制度衔接转移"),
                        ],
                        max_length=12,
                    ),
                ),
                ("amount_fen", renshe.foundation.fields.FenField()),
                ("accounting_month", renshe.foundation.fields.MonthField()),
                ("booked_on", models.DateField()),
                ("cause", models.CharField(max_length=80)),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
                (
                    "help",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="resident.namedhelp",
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
                    "payment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="resident.residentpayment",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "year"], name="resident_credits_of")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("payment__isnull", False), ("kind__in", ["payment", "help", "subsidy"])
                        ),
                        fields=("payment", "kind", "source"),
                        name="resident_credit_of_payment_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("help__isnull", False), ("kind__in", ["collective", "help"])
                        ),
                        fields=("help", "kind"),
                        name="resident_credit_of_help_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "interest")),
                        fields=("person", "year", "source"),
                        name="resident_credit_interest_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["own", "government", "collective"])),
                        name="resident_credit_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "payment",
                                    "help",
                                    "subsidy",
                                    "collective",
                                    "interest",
                                    "converted",
                                    "opening",
                                    "refunded",
                                    "restored",
                                    "inherited",
                                    "pension",
                                    "bridged",
                                ],
                            ),
                            models.Q(("amount_fen", 0), _negated=True),
                        ),
                        name="resident_credit_kind",
                    ),
                ],
                "db_table": "resident_credit",
            },
        ),
        migrations.CreateModel(
            name="ResidentPayout",
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
                        choices=[("refund", "重复缴费退费"), ("inheritance", "个人账户继承")],
                        max_length=12,
                    ),
                ),
                ("amount_fen", renshe.foundation.fields.FenField()),
                ("case_number", models.CharField(max_length=64, unique=True)),
                ("place", models.CharField(max_length=12)),
                ("bank_code", models.CharField(max_length=14)),
                ("account_number", models.CharField(max_length=34)),
                ("account_name", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[("owed", "待付"), ("paid", "已付"), ("cancelled", "已撤销")],
                        db_default="owed",
                        default="owed",
                        max_length=10,
                    ),
                ),
                ("owed_on", models.DateField()),
                ("approved_by", models.CharField(max_length=80)),
                ("settled_on", models.DateField(null=True)),
                ("settled_by", models.CharField(max_length=80, null=True)),
                ("external_ref", models.CharField(max_length=80, null=True, unique=True)),
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "owed")),
                        fields=["owed_on"],
                        name="resident_payouts_owed",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["owed", "paid", "cancelled"]),
                            ("kind__in", ["refund", "inheritance"]),
                            ("amount_fen__gt", 0),
                        ),
                        name="resident_payout_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True),
                            models.Q(
                                ("external_ref__isnull", False),
                                ("settled_on__isnull", False),
                                models.Q(("settled_by", models.F("approved_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="resident_payout_two_people",
                    ),
                ],
                "db_table": "resident_payout",
            },
        ),
        migrations.CreateModel(
            name="TierChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_year", models.SmallIntegerField()),
                ("tier", models.IntegerField()),
                (
                    "reference",
                    models.CharField(blank=True, db_default="", default="", max_length=64),
                ),
                ("chosen_by", models.CharField(max_length=80)),
                ("chosen_at", models.DateTimeField()),
                (
                    "participation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="resident.participation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["participation", "from_year"], name="resident_choices_of")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tier__gt", 0)), name="resident_tier_choice_positive"
                    )
                ],
                "db_table": "resident_tier_choice",
            },
        ),
    ]
