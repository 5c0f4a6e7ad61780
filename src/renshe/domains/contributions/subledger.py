"""The person-level sub-ledgers: partitioned by posting batch, append-only, loaded by bulk copy, without keys.

The models are for reading; the tables are made by the migration's partition operation and filled only through
staged partitions (decision 0003).
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Line(models.Model):
    """One person's contributions for one month at one employer, all insurances side by side.

    Purpose: the sub-ledger behind the books and the source of the career. Retention: for life and beyond, as rights
    rest on it. `months` is 1, or -1 for a reversal whose amounts are negative too. `account_credit_fen` goes to the
    individual account once the bill's personal pension share is fully received (劳办发〔1997〕116号).
    Absent: a state (the bill has it) and keys (`checks.py` proves references).
    """

    pk = models.CompositePrimaryKey("batch_id", "line_no")
    batch_id = models.BigIntegerField()
    line_no = models.IntegerField()
    bill_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    employer_id = models.BigIntegerField(null=True)
    period = models.IntegerField()
    kind = models.CharField(max_length=16)
    declared_wage_fen = models.BigIntegerField()
    pension_base_fen = models.BigIntegerField()
    medical_base_fen = models.BigIntegerField()
    unemployment_base_fen = models.BigIntegerField()
    injury_base_fen = models.BigIntegerField()
    pension_employer_fen = models.BigIntegerField()
    pension_personal_fen = models.BigIntegerField()
    medical_employer_fen = models.BigIntegerField()
    medical_personal_fen = models.BigIntegerField()
    unemployment_employer_fen = models.BigIntegerField()
    unemployment_personal_fen = models.BigIntegerField()
    injury_employer_fen = models.BigIntegerField()
    maternity_employer_fen = models.BigIntegerField()
    account_credit_fen = models.BigIntegerField()
    months = models.SmallIntegerField()

    class Meta:
        db_table = "contributions_line"
        managed = False

    def __str__(self) -> str:
        return f"line {self.batch_id}-{self.line_no}"


class YearRecord(models.Model):
    """History before go-live, or a closed year: one person-year-employer with twelve months side by side.

    Purpose and retention as `Line`. `paid_months` has bit 0 for January to bit 11 for December; only months whose
    personal pension share was received are set. `base_fen` and `credit_fen` have twelve entries; a month owed may
    have a base, and its bit is not set. `deemed_months` is the number of months of the year deemed contributed
    (视同缴费), never counted in `paid_months`. The other insurances have a mask and bases of their own; null, where an
    older system did not say. Rows of a closed year are named in `YearCover`. A person with two employers in a year has
    two rows in a batch, so the key given to Django names the person-year and is for reading only.
    """

    pk = models.CompositePrimaryKey("batch_id", "person_id", "year")
    batch_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    employer_id = models.BigIntegerField(null=True)
    year = models.SmallIntegerField()
    paid_months = models.IntegerField()
    base_fen = ArrayField(models.BigIntegerField(), size=12)
    credit_fen = ArrayField(models.BigIntegerField(), size=12)
    deemed_months = models.SmallIntegerField()
    medical_months = models.IntegerField(null=True)
    medical_base_fen = ArrayField(models.BigIntegerField(), size=12, null=True)
    unemployment_months = models.IntegerField(null=True)
    unemployment_base_fen = ArrayField(models.BigIntegerField(), size=12, null=True)
    injury_months = models.IntegerField(null=True)
    injury_base_fen = ArrayField(models.BigIntegerField(), size=12, null=True)

    class Meta:
        db_table = "contributions_year"
        managed = False

    def __str__(self) -> str:
        return f"{self.year} of person {self.person_id} at {self.employer_id}"
