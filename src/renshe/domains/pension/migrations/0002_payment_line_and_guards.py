"""The partitioned payment lines, and the guards that keep what was determined and what happened as it was."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only, partitioned_by_batch

AWARD_GUARD = """
CREATE FUNCTION pension_award_is_never_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'pension_award %: person, kind, amounts, start, facts and receipt cannot change; replace it',
        OLD.id USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER pension_award_never_rewritten BEFORE UPDATE ON pension_award FOR EACH ROW
WHEN (ROW(OLD.person_id, OLD.kind, OLD.starts_month, OLD.place, OLD.basic_fen, OLD.account_fen,
          OLD.transitional_fen, OLD.other_fen, OLD.total_fen, OLD.facts, OLD.receipt, OLD.replaces_id)
      IS DISTINCT FROM
      ROW(NEW.person_id, NEW.kind, NEW.starts_month, NEW.place, NEW.basic_fen, NEW.account_fen,
          NEW.transitional_fen, NEW.other_fen, NEW.total_fen, NEW.facts, NEW.receipt, NEW.replaces_id))
EXECUTE FUNCTION pension_award_is_never_rewritten();
"""

APPEND_ONLY_TABLES = (
    "pension_award_event",
    "pension_recognition",
    "pension_adjustment",
    "pension_roster",
    "pension_payment_stop",
    "pension_bank_result",
    "pension_recovery",
    "pension_payment_deduction",
)


class Migration(migrations.Migration):
    """Runs after the plain tables exist."""

    dependencies = [("pension", "0001_initial")]

    operations = [
        partitioned_by_batch(
            table="pension_payment_line",
            columns={
                "line_no": "integer NOT NULL",
                "person_id": "bigint NOT NULL",
                "award_id": "bigint NOT NULL",
                "period": "integer NOT NULL",
                "kind": "varchar(10) NOT NULL",
                "basic_fen": "bigint NOT NULL",
                "account_fen": "bigint NOT NULL",
                "transitional_fen": "bigint NOT NULL",
                "other_fen": "bigint NOT NULL",
                "deduction_fen": "bigint NOT NULL",
                "net_fen": "bigint NOT NULL",
                "payee_account_id": "bigint",
                "attempt_of": "varchar(40)",
            },
            checks={
                "pension_line_kind": "kind IN ('regular', 'arrears', 'retry')",
                "pension_line_sums": "net_fen = basic_fen + account_fen + transitional_fen + other_fen"
                " - deduction_fen",
                "pension_line_not_negative": "net_fen >= 0 AND deduction_fen >= 0",
                "pension_line_retry_of": "(kind = 'retry') = (attempt_of IS NOT NULL)",
            },
            indexes={"pension_line_of_person": ("person_id",)},
        ),
        migrations.RunSQL(
            AWARD_GUARD,
            "DROP TRIGGER pension_award_never_rewritten ON pension_award;"
            "DROP FUNCTION pension_award_is_never_rewritten()",
        ),
        *(guard_append_only(table) for table in APPEND_ONLY_TABLES),
    ]
