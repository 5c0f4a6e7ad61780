"""Lists, papers, publicities, steps, appraisals, sheets and answers are only ever added to; findings are withdrawn, never changed."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only

FINDINGS = """
CREATE FUNCTION retirement_file_finding_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'retirement_file_finding %: it is withdrawn once, never changed', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER retirement_file_finding_stands BEFORE UPDATE ON retirement_file_finding FOR EACH ROW
WHEN (OLD.withdrawn_at IS NOT NULL OR ROW(OLD.review_id, OLD.paper_id, OLD.kind, OLD.by_id, OLD.by_file, OLD.from_month,
          OLD.to_month, OLD.work_type, OLD.employer_name, OLD.fact, OLD.value, OLD.reason, OLD.found_by, OLD.found_at)
      IS DISTINCT FROM ROW(NEW.review_id, NEW.paper_id, NEW.kind, NEW.by_id, NEW.by_file, NEW.from_month,
          NEW.to_month, NEW.work_type, NEW.employer_name, NEW.fact, NEW.value, NEW.reason, NEW.found_by, NEW.found_at))
EXECUTE FUNCTION retirement_file_finding_stands();
CREATE FUNCTION retirement_file_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% %: it is answered once, and what was said stays', TG_TABLE_NAME, OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER retirement_file_question_once BEFORE UPDATE ON retirement_file_question FOR EACH ROW
WHEN (OLD.answered_at IS NOT NULL OR OLD.asked <> NEW.asked OR OLD.review_id <> NEW.review_id OR OLD.employer_id <> NEW.employer_id)
EXECUTE FUNCTION retirement_file_answered_once();
CREATE TRIGGER retirement_file_objection_once BEFORE UPDATE ON retirement_file_objection FOR EACH ROW
WHEN (OLD.answered_at IS NOT NULL OR OLD.words <> NEW.words OR OLD.publicity_id <> NEW.publicity_id)
EXECUTE FUNCTION retirement_file_answered_once();
"""
AWAY = """
DROP TRIGGER retirement_file_objection_once ON retirement_file_objection;
DROP TRIGGER retirement_file_question_once ON retirement_file_question;
DROP FUNCTION retirement_file_answered_once();
DROP TRIGGER retirement_file_finding_stands ON retirement_file_finding;
DROP FUNCTION retirement_file_finding_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("retirement_file", "0001_initial")]

    operations = [
        guard_append_only("retirement_file_list"),
        guard_append_only("retirement_file_listed"),
        guard_append_only("retirement_file_paper"),
        guard_append_only("retirement_file_publicity"),
        guard_append_only("retirement_file_event"),
        guard_append_only("retirement_file_appraisal"),
        guard_append_only("retirement_file_sheet"),
        guard_append_only("retirement_file_answer"),
        migrations.RunSQL(FINDINGS, reverse_sql=AWAY),
    ]
