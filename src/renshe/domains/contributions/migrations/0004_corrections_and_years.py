"""Requests that set right what was paid or owed, waivers, accounts corrected, and years put together from lines."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from renshe.foundation.partitions import guard_append_only

# What a closed year says beside the pension: null in rows of an older system, which did not say.
OTHERS = ("medical", "unemployment", "injury")
COLUMNS = ", ".join(
    f"ADD COLUMN {name}_months integer, ADD COLUMN {name}_base_fen bigint[]" for name in OTHERS
)
RULES = ", ".join(
    f"ADD CONSTRAINT contributions_year_{name} CHECK (({name}_months IS NULL) = ({name}_base_fen IS NULL)"
    f" AND coalesce({name}_months, 0) BETWEEN 0 AND 4095"
    f" AND coalesce(cardinality({name}_base_fen), 12) = 12)"
    for name in OTHERS
)
DROPPED = ", ".join(f"DROP COLUMN {name}_months, DROP COLUMN {name}_base_fen" for name in OTHERS)


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0003_bill_payers"),
        ("documents", "0001_initial"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("batch_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("year", models.SmallIntegerField()),
                ("amount_fen", models.BigIntegerField()),
                ("product_fen", models.BigIntegerField()),
            ],
            options={
                "db_table": "contributions_account_correction",
                "indexes": [
                    models.Index(fields=["person_id", "year"], name="contributions_account_person"),
                    models.Index(fields=["batch_id"], name="contributions_account_batch"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionRequest",
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
                            ("suspense_refund", "退还暂收款"),
                            ("month_refund", "误缴退费"),
                            ("month_move", "误缴更正至本人"),
                            ("write_off", "欠费核销"),
                            ("surcharge_waiver", "滞纳金减免"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ground", models.CharField(max_length=30)),
                (
                    "claimed_by",
                    models.CharField(
                        choices=[
                            ("employer", "用人单位"),
                            ("person", "参保人"),
                            ("agency", "经办机构"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "periods",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), db_default=[], default=list, size=None
                    ),
                ),
                (
                    "bills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), db_default=[], default=list, size=None
                    ),
                ),
                ("amount_fen", models.BigIntegerField()),
                (
                    "totals",
                    models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
                ),
                ("instrument", models.CharField(blank=True, max_length=255)),
                ("reason", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("handled", "已受理"),
                            ("reviewed", "已复核"),
                            ("approved", "已批准"),
                            ("posted", "已入账"),
                            ("refused", "不予办理"),
                        ],
                        db_default="handled",
                        max_length=10,
                    ),
                ),
                ("handled_by", models.CharField(max_length=200)),
                ("handled_at", models.DateTimeField()),
                ("reviewed_by", models.CharField(max_length=200, null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("approved_by", models.CharField(max_length=200, null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("posted_by", models.CharField(max_length=200, null=True)),
                ("posted_at", models.DateTimeField(null=True)),
                ("batch_id", models.BigIntegerField(null=True)),
                ("refused_by", models.CharField(max_length=200, null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_why", models.TextField(blank=True)),
                (
                    "employer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.employer",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.file",
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
                (
                    "receipt",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contributions.receipt",
                    ),
                ),
                (
                    "right_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["handled", "reviewed", "approved"])),
                        fields=["kind", "state"],
                        name="contributions_request_open",
                    ),
                    models.Index(fields=["batch_id"], name="contributions_request_batch"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)),
                        name="contributions_request_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="contributions_request_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reviewed_by__isnull", True),
                                models.Q(("reviewed_by", models.F("handled_by")), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("approved_by__isnull", True),
                                models.Q(
                                    models.Q(
                                        ("approved_by", models.F("handled_by")), _negated=True
                                    ),
                                    models.Q(
                                        ("approved_by", models.F("reviewed_by")), _negated=True
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("posted_by__isnull", True),
                                models.Q(
                                    models.Q(("posted_by", models.F("handled_by")), _negated=True),
                                    models.Q(("posted_by", models.F("approved_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="contributions_request_separate_hands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "handled"),
                            models.Q(("refused_by__isnull", False), ("state", "refused")),
                            models.Q(("reviewed_by__isnull", False), ("state", "reviewed")),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("reviewed_by__isnull", False),
                                ("state", "approved"),
                            ),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("batch_id__isnull", False),
                                ("posted_by__isnull", False),
                                ("reviewed_by__isnull", False),
                                ("state", "posted"),
                            ),
                            _connector="OR",
                        ),
                        name="contributions_request_signed",
                    ),
                ],
                "db_table": "contributions_correction_request",
            },
        ),
        migrations.CreateModel(
            name="SurchargeWaiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until_on", models.DateField()),
                ("pension_fen", models.BigIntegerField()),
                ("medical_fen", models.BigIntegerField()),
                ("unemployment_fen", models.BigIntegerField()),
                ("injury_fen", models.BigIntegerField()),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="contributions.bill",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="contributions.correctionrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "bill"), name="contributions_waiver_once_a_bill"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("injury_fen__gte", 0),
                            ("medical_fen__gte", 0),
                            ("pension_fen__gte", 0),
                            ("unemployment_fen__gte", 0),
                        ),
                        name="contributions_waiver_not_negative",
                    ),
                ],
                "db_table": "contributions_surcharge_waiver",
            },
        ),
        migrations.CreateModel(
            name="YearCover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.SmallIntegerField()),
                ("credited_batch_id", models.BigIntegerField()),
                ("batch_id", models.BigIntegerField()),
            ],
            options={
                "db_table": "contributions_year_cover",
                "indexes": [models.Index(fields=["batch_id"], name="contributions_cover_batch")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "credited_batch_id"), name="contributions_cover_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            f"ALTER TABLE contributions_year {COLUMNS}, {RULES}",
            reverse_sql=f"ALTER TABLE contributions_year {DROPPED}",
        ),
        guard_append_only("contributions_surcharge_waiver"),
        guard_append_only("contributions_account_correction"),
        guard_append_only("contributions_year_cover"),
    ]
