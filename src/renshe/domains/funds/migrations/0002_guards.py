"""Guards of the books in the database: balance, immutability, period lock, one book per entry."""

from django.db import migrations

GUARDS = """
-- An entry may be written only in an open month, with its own transaction's mark.
ALTER TABLE funds_entry ADD COLUMN posted_xact xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE FUNCTION funds_entry_in_open_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM funds_month m WHERE m.fund_id = NEW.fund_id AND m.book = NEW.book
             AND m.accounting_month >= NEW.accounting_month AND m.state = 'closed') THEN
    RAISE EXCEPTION 'funds: month % of the % book of % is closed; post in an open month',
      NEW.accounting_month, NEW.book, NEW.fund_id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM funds_entry e WHERE e.id = NEW.reverses_id
       AND e.book = NEW.book AND e.fund_id = NEW.fund_id AND e.reverses_id IS NULL) THEN
    RAISE EXCEPTION 'funds: a reversal names an original entry of the same book and fund'
      USING ERRCODE = 'check_violation';
  END IF;
  NEW.posted_xact := pg_current_xact_id();
  RETURN NEW;
END $$;
CREATE TRIGGER funds_entry_open_month BEFORE INSERT ON funds_entry
  FOR EACH ROW EXECUTE FUNCTION funds_entry_in_open_month();

-- A line belongs to an entry of the same transaction and to an account of the same book.
CREATE FUNCTION funds_line_with_its_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM funds_entry e JOIN funds_account a ON a.id = NEW.account_id AND a.book = e.book
                 WHERE e.id = NEW.entry_id AND e.posted_xact = pg_current_xact_id()) THEN
    RAISE EXCEPTION 'funds: a line is written with its entry and on an account of its book'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funds_line_same_transaction BEFORE INSERT ON funds_line
  FOR EACH ROW EXECUTE FUNCTION funds_line_with_its_entry();

-- Debit equals credit for every entry when the transaction ends.
CREATE FUNCTION funds_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE debit bigint; credit bigint; n bigint;
BEGIN
  SELECT coalesce(sum(debit_fen),0), coalesce(sum(credit_fen),0), count(*) INTO debit, credit, n
    FROM funds_line WHERE entry_id = NEW.id;
  IF n < 2 OR debit <> credit THEN
    RAISE EXCEPTION 'funds: entry % does not balance: debit %, credit %', NEW.id, debit, credit
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER funds_entry_balanced AFTER INSERT ON funds_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funds_entry_balances();

-- Books are never changed.
CREATE FUNCTION funds_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'funds: % is append-only; correct it by a reversing entry', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER funds_entry_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON funds_entry
  FOR EACH STATEMENT EXECUTE FUNCTION funds_never_changed();
CREATE TRIGGER funds_line_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON funds_line
  FOR EACH STATEMENT EXECUTE FUNCTION funds_never_changed();
CREATE TRIGGER funds_statement_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON funds_statementline
  FOR EACH STATEMENT EXECUTE FUNCTION funds_never_changed();

-- A closed month stays closed; a posted batch stays posted.
CREATE FUNCTION funds_month_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'closed' THEN
    RAISE EXCEPTION 'funds: a closed month stays closed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funds_month_closed_for_good BEFORE UPDATE OR DELETE ON funds_month
  FOR EACH ROW EXECUTE FUNCTION funds_month_stays_closed();
CREATE TRIGGER funds_month_kept BEFORE TRUNCATE ON funds_month
  FOR EACH STATEMENT EXECUTE FUNCTION funds_never_changed();

CREATE FUNCTION funds_batch_stays_posted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'posted' THEN
    RAISE EXCEPTION 'funds: batch % is posted; correct it by another batch', OLD.id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER funds_batch_posted_for_good BEFORE UPDATE OR DELETE ON funds_batch
  FOR EACH ROW EXECUTE FUNCTION funds_batch_stays_posted();
CREATE TRIGGER funds_batch_kept BEFORE TRUNCATE ON funds_batch
  FOR EACH STATEMENT EXECUTE FUNCTION funds_never_changed();
"""

UNDO = """
DROP FUNCTION funds_entry_in_open_month, funds_line_with_its_entry, funds_entry_balances, funds_never_changed,
  funds_month_stays_closed, funds_batch_stays_posted CASCADE;
ALTER TABLE funds_entry DROP COLUMN posted_xact;
"""


class Migration(migrations.Migration):
    dependencies = [("funds", "0001_initial")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
