"""Payouts by the bank's file, lists of bridgings' money, and the doors back: what a counter took wrong, a bridging in error."""

import django.db.models.deletion
from django.db import migrations, models

import renshe.foundation.fields
from renshe.foundation.partitions import guard_append_only

GUARDS = """
CREATE FUNCTION resident_payout_line_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'resident_payout_line %: payout, amount and account cannot change, nor a final outcome', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER resident_payout_line_moves_forward BEFORE UPDATE ON resident_payout_line FOR EACH ROW
WHEN (ROW(OLD.batch_id, OLD.line_no, OLD.payout_id, OLD.amount_fen, OLD.bank_code, OLD.account_number,
          OLD.account_name, OLD.attempt_of)
      IS DISTINCT FROM
      ROW(NEW.batch_id, NEW.line_no, NEW.payout_id, NEW.amount_fen, NEW.bank_code, NEW.account_number,
          NEW.account_name, NEW.attempt_of)
      OR (OLD.outcome IN ('paid', 'failed', 'released') AND NEW.outcome <> OLD.outcome))
EXECUTE FUNCTION resident_payout_line_moves_forward();
CREATE FUNCTION resident_bridging_list_line_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'resident_bridging_list_line %: bridging and amount cannot change, nor a final outcome', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER resident_bridging_list_line_moves_forward BEFORE UPDATE ON resident_bridging_list_line FOR EACH ROW
WHEN (ROW(OLD.list_id, OLD.line_no, OLD.bridging_id, OLD.back, OLD.amount_fen)
      IS DISTINCT FROM ROW(NEW.list_id, NEW.line_no, NEW.bridging_id, NEW.back, NEW.amount_fen)
      OR (OLD.outcome IN ('moved', 'released') AND NEW.outcome <> OLD.outcome))
EXECUTE FUNCTION resident_bridging_list_line_moves_forward();
CREATE FUNCTION resident_payment_correction_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'resident_payment_correction %: what was decided stands', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER resident_payment_correction_stands BEFORE UPDATE OR DELETE ON resident_payment_correction FOR EACH ROW
WHEN (OLD.state <> 'proposed') EXECUTE FUNCTION resident_payment_correction_stands();
"""
UNGUARDED = """
DROP TRIGGER resident_payout_line_moves_forward ON resident_payout_line;
DROP FUNCTION resident_payout_line_moves_forward();
DROP TRIGGER resident_bridging_list_line_moves_forward ON resident_bridging_list_line;
DROP FUNCTION resident_bridging_list_line_moves_forward();
DROP TRIGGER resident_payment_correction_stands ON resident_payment_correction;
DROP FUNCTION resident_payment_correction_stands();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0003_passports"),
        ("resident", "0005_teller_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="BridgingList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=12)),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("resident_to_employee", "居民养老转入职工养老"),
                            ("employee_to_resident", "职工养老转入居民养老"),
                        ],
                        max_length=24,
                    ),
                ),
                ("period", renshe.foundation.fields.MonthField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("made", "已编制"),
                            ("approved", "已批准，待划款"),
                            ("moved", "已划款"),
                            ("discarded", "已撤回"),
                        ],
                        db_default="made",
                        default="made",
                        max_length=10,
                    ),
                ),
                ("rows", models.IntegerField()),
                ("total_fen", renshe.foundation.fields.FenField()),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("approved_by", models.CharField(max_length=80, null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("file_id", models.BigIntegerField(null=True)),
                ("sha256", models.CharField(blank=True, db_default="", default="", max_length=64)),
                ("bank_ref", models.CharField(max_length=64, null=True, unique=True)),
                ("moved_by", models.CharField(max_length=80, null=True)),
                ("moved_on", models.DateField(null=True)),
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
                        name="resident_bridging_list_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["made", "discarded"]),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("file_id__isnull", False),
                                ("state", "approved"),
                            ),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("bank_ref__isnull", False),
                                ("moved_on__isnull", False),
                                ("state", "moved"),
                            ),
                            _connector="OR",
                        ),
                        name="resident_bridging_list_steps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rows__gt", 0), ("total_fen__gt", 0)),
                        name="resident_bridging_list_amounts",
                    ),
                ],
                "db_table": "resident_bridging_list",
            },
        ),
        migrations.CreateModel(
            name="BridgingListLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_no", models.IntegerField()),
                ("back", models.BooleanField(db_default=False, default=False)),
                ("amount_fen", renshe.foundation.fields.FenField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("open", "待划款"), ("moved", "已划款"), ("released", "已撤回")],
                        db_default="open",
                        default="open",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "db_table": "resident_bridging_list_line",
            },
        ),
        migrations.CreateModel(
            name="BridgingReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待复核"),
                            ("confirmed", "待划回资金"),
                            ("moved", "已划回"),
                            ("refused", "不予更正"),
                        ],
                        db_default="proposed",
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.CharField(max_length=80, null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_why", models.TextField(blank=True, db_default="", default="")),
                ("moved_on", models.DateField(null=True)),
                ("moved_by", models.CharField(max_length=80, null=True)),
            ],
            options={
                "db_table": "resident_bridging_return",
            },
        ),
        migrations.CreateModel(
            name="PaymentCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("hand_back", "当日退回现款"),
                            ("move", "更正到实际缴费人"),
                            ("refund", "退回缴费人账户"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("place", models.CharField(max_length=12)),
                (
                    "bank_code",
                    models.CharField(blank=True, db_default="", default="", max_length=14),
                ),
                (
                    "account_number",
                    models.CharField(blank=True, db_default="", default="", max_length=34),
                ),
                (
                    "account_name",
                    models.CharField(blank=True, db_default="", default="", max_length=120),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待复核"),
                            ("confirmed", "已更正"),
                            ("refused", "不予更正"),
                        ],
                        db_default="proposed",
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("asked_on", models.DateField()),
                ("decided_by", models.CharField(max_length=80, null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_why", models.TextField(blank=True, db_default="", default="")),
            ],
            options={
                "db_table": "resident_payment_correction",
            },
        ),
        migrations.CreateModel(
            name="PayoutBatch",
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
                        name="resident_payout_batch_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["made", "discarded"]),
                            ("approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="resident_payout_batch_approved_before_money",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("filed_on__isnull", True), ("file_id__isnull", False), _connector="OR"
                        ),
                        name="resident_payout_batch_file_is_kept",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rows__gt", 0), ("total_fen__gt", 0)),
                        name="resident_payout_batch_amounts",
                    ),
                ],
                "db_table": "resident_payout_batch",
            },
        ),
        migrations.CreateModel(
            name="PayoutLine",
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
                "db_table": "resident_payout_line",
            },
        ),
        migrations.CreateModel(
            name="PayoutResult",
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
                "db_table": "resident_payout_result",
            },
        ),
        migrations.RemoveConstraint(
            model_name="bridging",
            name="resident_bridging_once",
        ),
        migrations.RemoveConstraint(
            model_name="bridging",
            name="resident_bridging_two_people",
        ),
        migrations.RemoveConstraint(
            model_name="residentcredit",
            name="resident_credit_kind",
        ),
        migrations.RemoveConstraint(
            model_name="residentpayment",
            name="resident_payment_channel",
        ),
        migrations.RemoveConstraint(
            model_name="residentpayout",
            name="resident_payout_shape",
        ),
        migrations.AddField(
            model_name="residentpayout",
            name="how_why",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="residentpayout",
            name="paid_how",
            field=models.CharField(
                blank=True,
                choices=[("bank_file", "银行文件"), ("cash", "窗口现金"), ("cheque", "支票")],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="bridging",
            name="state",
            field=models.CharField(
                choices=[
                    ("decided", "待划转资金"),
                    ("moved", "已到账"),
                    ("withdrawn", "已撤销"),
                    ("returning", "有误，待划回资金"),
                    ("returned", "有误，已划回"),
                ],
                db_default="decided",
                default="decided",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="residentcredit",
            name="kind",
            field=models.CharField(
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
                    ("set_off", "抵扣重复领取的基础养老金"),
                    ("returned", "重复领取清理退还"),
                    ("corrected", "收错更正"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="residentpayment",
            name="channel",
            field=models.CharField(
                choices=[
                    ("tax_file", "税务部门到账文件"),
                    ("counter", "窗口代收"),
                    ("government", "政府代缴"),
                    ("take_over", "旧系统"),
                    ("corrected", "收错更正转入"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="residentpayout",
            name="kind",
            field=models.CharField(
                choices=[
                    ("refund", "重复缴费退费"),
                    ("inheritance", "个人账户继承"),
                    ("returned", "重复领取清理退还"),
                    ("taken_wrong", "收错退费"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="bridging",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["withdrawn", "returned"]), _negated=True),
                fields=("person",),
                name="resident_bridging_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridging",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_on__isnull", True), ("state", "decided")),
                    models.Q(
                        ("bank_ref__isnull", False),
                        ("settled_on__isnull", False),
                        ("state__in", ["moved", "returning", "returned"]),
                        models.Q(("settled_by", models.F("decided_by")), _negated=True),
                    ),
                    models.Q(("settled_on__isnull", False), ("state", "withdrawn")),
                    _connector="OR",
                ),
                name="resident_bridging_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentcredit",
            constraint=models.CheckConstraint(
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
                            "set_off",
                            "returned",
                            "corrected",
                        ],
                    ),
                    models.Q(("amount_fen", 0), _negated=True),
                ),
                name="resident_credit_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", ["tax_file", "counter", "government", "take_over", "corrected"])
                ),
                name="resident_payment_channel",
            ),
        ),
        migrations.AddConstraint(
            model_name="residentpayout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["owed", "paid", "cancelled"]),
                    ("kind__in", ["refund", "inheritance", "returned", "taken_wrong"]),
                    ("amount_fen__gt", 0),
                ),
                name="resident_payout_shape",
            ),
        ),
        migrations.AddField(
            model_name="bridginglistline",
            name="bridging",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="list_lines",
                to="resident.bridging",
            ),
        ),
        migrations.AddField(
            model_name="bridginglistline",
            name="list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="resident.bridginglist",
            ),
        ),
        migrations.AddField(
            model_name="bridgingreturn",
            name="bridging",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returns",
                to="resident.bridging",
            ),
        ),
        migrations.AddField(
            model_name="paymentcorrection",
            name="new_payment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="resident.residentpayment",
            ),
        ),
        migrations.AddField(
            model_name="paymentcorrection",
            name="payment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="resident.residentpayment",
            ),
        ),
        migrations.AddField(
            model_name="paymentcorrection",
            name="payout",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="resident.residentpayout",
            ),
        ),
        migrations.AddField(
            model_name="paymentcorrection",
            name="right_person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.person",
            ),
        ),
        migrations.AddField(
            model_name="payoutline",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="resident.payoutbatch",
            ),
        ),
        migrations.AddField(
            model_name="payoutline",
            name="payout",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="resident.residentpayout",
            ),
        ),
        migrations.AddField(
            model_name="payoutresult",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="results",
                to="resident.payoutline",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridginglistline",
            constraint=models.UniqueConstraint(
                fields=("list", "line_no"), name="resident_bridging_list_line_no"
            ),
        ),
        migrations.AddConstraint(
            model_name="bridginglistline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome__in", ["open", "moved"])),
                fields=("bridging", "back"),
                name="resident_bridging_list_line_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridginglistline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)),
                name="resident_bridging_list_line_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgingreturn",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "refused"), _negated=True),
                fields=("bridging",),
                name="resident_bridging_return_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgingreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by__isnull", True), ("state", "proposed")),
                    models.Q(
                        ("decided_by__isnull", False),
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                        models.Q(("state", "proposed"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="resident_bridging_return_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridgingreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="resident_bridging_return_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentcorrection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "refused"), _negated=True),
                fields=("payment",),
                name="resident_payment_correction_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentcorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by__isnull", True), ("state", "proposed")),
                    models.Q(
                        ("decided_by__isnull", False),
                        ("state__in", ["confirmed", "refused"]),
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="resident_payment_correction_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentcorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True),
                    models.Q(
                        ("way", "hand_back"),
                        models.Q(("right_person__isnull", False), ("way", "move")),
                        models.Q(
                            ("way", "refund"), models.Q(("account_number", ""), _negated=True)
                        ),
                        _connector="OR",
                    ),
                ),
                name="resident_payment_correction_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutline",
            constraint=models.UniqueConstraint(
                fields=("batch", "line_no"), name="resident_payout_line_no"
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome__in", ["open", "unknown", "paid"])),
                fields=("payout",),
                name="resident_payout_line_payout_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutline",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("attempt_of__isnull", False), models.Q(("outcome", "released"), _negated=True)
                ),
                fields=("attempt_of",),
                name="resident_payout_line_retry_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)), name="resident_payout_line_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutresult",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["paid", "failed"])),
                fields=("line",),
                name="resident_payout_result_one_final_word",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "failed"), _negated=True),
                    models.Q(("reason_code", ""), _negated=True),
                    _connector="OR",
                ),
                name="resident_payout_result_failure_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "paid"), _negated=True),
                    ("settled_on__isnull", False),
                    _connector="OR",
                ),
                name="resident_payout_result_paid_has_date",
            ),
        ),
        migrations.RunSQL(GUARDS, UNGUARDED),
        guard_append_only("resident_payout_result"),
    ]
