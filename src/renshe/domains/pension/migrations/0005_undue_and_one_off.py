"""What was never due though it was to be paid, one-off payments, and one hold for one death; with their guards."""

import django.db.models.deletion
from django.db import migrations, models

from renshe.foundation.partitions import guard_append_only

# A death that was reported twice had two holds; the earliest month stands.
ONE_DEATH = """
UPDATE pension_hold h SET cancelled_on = h.known_on
 WHERE h.kind = 'death' AND h.cancelled_on IS NULL
   AND EXISTS (SELECT FROM pension_hold o WHERE o.person_id = h.person_id AND o.kind = 'death'
                  AND o.cancelled_on IS NULL AND (o.from_month, o.id) < (h.from_month, h.id))
"""
GUARDS = """
CREATE FUNCTION pension_one_off_line_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'pension_one_off_line %: benefit, amount and account cannot change, nor a final outcome', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER pension_one_off_line_moves_forward BEFORE UPDATE ON pension_one_off_line FOR EACH ROW
WHEN (ROW(OLD.batch_id, OLD.line_no, OLD.benefit_id, OLD.amount_fen, OLD.bank_code, OLD.account_number,
          OLD.account_name, OLD.attempt_of)
      IS DISTINCT FROM
      ROW(NEW.batch_id, NEW.line_no, NEW.benefit_id, NEW.amount_fen, NEW.bank_code, NEW.account_number,
          NEW.account_name, NEW.attempt_of)
      OR (OLD.outcome IN ('paid', 'failed', 'released') AND NEW.outcome <> OLD.outcome))
EXECUTE FUNCTION pension_one_off_line_moves_forward();
CREATE FUNCTION pension_undue_decision_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'pension_undue_decision %: what was decided stands', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER pension_undue_decision_stands BEFORE UPDATE OR DELETE ON pension_undue_decision FOR EACH ROW
WHEN (OLD.state <> 'handled') EXECUTE FUNCTION pension_undue_decision_stands();
"""
UNGUARDED = """
DROP TRIGGER pension_one_off_line_moves_forward ON pension_one_off_line;
DROP FUNCTION pension_one_off_line_moves_forward();
DROP TRIGGER pension_undue_decision_stands ON pension_undue_decision;
DROP FUNCTION pension_undue_decision_stands();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_content_as_it_is"),
        ("pension", "0004_survivors_benefit"),
        ("registry", "0003_passports"),
    ]

    operations = [
        migrations.CreateModel(
            name="OneOffBatch",
            fields=[
                ("batch_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("place", models.CharField(max_length=12)),
                ("accounting_month", models.IntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("made", "已编制"),
                            ("approved", "已批准"),
                            ("funded", "资金已到位"),
                            ("filed", "已送银行"),
                            ("returned", "银行已回盘"),
                            ("closed", "已关账"),
                            ("discarded", "已撤回"),
                        ],
                        default="made",
                        max_length=10,
                    ),
                ),
                ("rows", models.IntegerField()),
                ("total_fen", models.BigIntegerField()),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("approved_by", models.CharField(max_length=80, null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("plan_id", models.BigIntegerField(null=True)),
                ("funded_on", models.DateField(null=True)),
                ("filed_on", models.DateField(null=True)),
                ("sha256", models.CharField(db_default="", default="", max_length=64)),
                ("file_id", models.BigIntegerField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("returned_file_id", models.BigIntegerField(null=True)),
                ("closed_on", models.DateField(null=True)),
                ("discarded_by", models.CharField(max_length=80, null=True)),
                ("discarded_why", models.TextField(blank=True, db_default="", default="")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="pension_one_off_batch_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["made", "discarded"]),
                            ("approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="pension_one_off_batch_approved_before_money",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("filed_on__isnull", True), ("file_id__isnull", False), _connector="OR"
                        ),
                        name="pension_one_off_batch_file_is_kept",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rows__gt", 0), ("total_fen__gt", 0)),
                        name="pension_one_off_batch_amounts",
                    ),
                ],
                "db_table": "pension_one_off_batch",
            },
        ),
        migrations.CreateModel(
            name="OneOffLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_no", models.IntegerField()),
                ("amount_fen", models.BigIntegerField()),
                ("bank_code", models.CharField(max_length=14)),
                ("account_number", models.CharField(max_length=34)),
                ("account_name", models.CharField(max_length=120)),
                ("attempt_of", models.CharField(max_length=40, null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "待回盘"),
                            ("unknown", "状态未知"),
                            ("paid", "成功"),
                            ("failed", "失败"),
                            ("released", "已撤回"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "db_table": "pension_one_off_line",
            },
        ),
        migrations.CreateModel(
            name="OneOffResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("paid", "成功"), ("failed", "失败"), ("unknown", "状态未知")],
                        max_length=10,
                    ),
                ),
                ("reason_code", models.CharField(db_default="", default="", max_length=30)),
                ("settled_on", models.DateField(null=True)),
                ("file_id", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "pension_one_off_result",
            },
        ),
        migrations.CreateModel(
            name="UndueDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("instruction", models.CharField(max_length=40)),
                ("batch_id", models.BigIntegerField()),
                ("line_no", models.IntegerField()),
                ("period", models.IntegerField()),
                ("place", models.CharField(max_length=12)),
                ("suspense", models.CharField(max_length=40, null=True)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("death", "死亡后的月份"),
                            ("imprisoned", "服刑期间的月份"),
                            ("award_ended", "待遇终止后的月份"),
                            ("paid_already", "同一月份已另行发放"),
                        ],
                        max_length=20,
                    ),
                ),
                ("net_fen", models.BigIntegerField()),
                ("account_fen", models.BigIntegerField()),
                ("deduction_fen", models.BigIntegerField()),
                ("instrument", models.CharField(max_length=255)),
                ("reason", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("handled", "已提出"),
                            ("approved", "已批准"),
                            ("refused", "不予认定"),
                        ],
                        db_default="handled",
                        default="handled",
                        max_length=10,
                    ),
                ),
                ("handled_by", models.CharField(max_length=80)),
                ("handled_at", models.DateTimeField()),
                ("approved_by", models.CharField(max_length=80, null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("accounting_month", models.IntegerField(null=True)),
                ("refused_by", models.CharField(max_length=80, null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_why", models.TextField(blank=True, db_default="", default="")),
            ],
            options={
                "db_table": "pension_undue_decision",
            },
        ),
        migrations.RunSQL(ONE_DEATH, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_on__isnull", True), ("kind", "death")),
                fields=("person",),
                name="pension_hold_one_death",
            ),
        ),
        migrations.AddField(
            model_name="oneoffline",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="pension.oneoffbatch",
            ),
        ),
        migrations.AddField(
            model_name="oneoffline",
            name="benefit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="pension.survivorsbenefit",
            ),
        ),
        migrations.AddField(
            model_name="oneoffresult",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="results",
                to="pension.oneoffline",
            ),
        ),
        migrations.AddField(
            model_name="unduedecision",
            name="evidence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.file"
            ),
        ),
        migrations.AddField(
            model_name="unduedecision",
            name="overpayment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pension.overpayment",
            ),
        ),
        migrations.AddField(
            model_name="unduedecision",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="oneoffline",
            constraint=models.UniqueConstraint(
                fields=("batch", "line_no"), name="pension_one_off_line_no"
            ),
        ),
        migrations.AddConstraint(
            model_name="oneoffline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome__in", ["open", "unknown", "paid"])),
                fields=("benefit",),
                name="pension_one_off_line_benefit_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="oneoffline",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("attempt_of__isnull", False), models.Q(("outcome", "released"), _negated=True)
                ),
                fields=("attempt_of",),
                name="pension_one_off_line_retry_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="oneoffline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)), name="pension_one_off_line_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="oneoffresult",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["paid", "failed"])),
                fields=("line",),
                name="pension_one_off_result_one_final_word",
            ),
        ),
        migrations.AddConstraint(
            model_name="oneoffresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "failed"), _negated=True),
                    models.Q(("reason_code", ""), _negated=True),
                    _connector="OR",
                ),
                name="pension_one_off_result_failure_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="oneoffresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "paid"), _negated=True),
                    ("settled_on__isnull", False),
                    _connector="OR",
                ),
                name="pension_one_off_result_paid_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="unduedecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["handled", "approved"])),
                fields=("batch_id", "line_no"),
                name="pension_undue_decision_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="unduedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("account_fen__gte", 0), ("deduction_fen__gte", 0), ("net_fen__gt", 0)
                ),
                name="pension_undue_decision_amounts",
            ),
        ),
        migrations.AddConstraint(
            model_name="unduedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("overpayment__isnull", True),
                    models.Q(("account_fen", 0), ("deduction_fen", 0)),
                    _connector="OR",
                ),
                name="pension_undue_decision_claimed_takes_nothing_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="unduedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(("approved_by", models.F("handled_by")), _negated=True),
                    _connector="OR",
                ),
                name="pension_undue_decision_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="unduedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "handled"),
                    models.Q(("refused_by__isnull", False), ("state", "refused")),
                    models.Q(
                        ("accounting_month__isnull", False),
                        ("approved_by__isnull", False),
                        ("state", "approved"),
                    ),
                    _connector="OR",
                ),
                name="pension_undue_decision_signed",
            ),
        ),
        migrations.RunSQL(GUARDS, UNGUARDED),
        guard_append_only("pension_one_off_result"),
    ]
