"""The partitioned sub-ledgers, and the guards of the tables whose rows are only added."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only, partitioned_by_batch

MONEY = (
    "declared_wage_fen",
    "pension_base_fen",
    "medical_base_fen",
    "unemployment_base_fen",
    "injury_base_fen",
    "pension_employer_fen",
    "pension_personal_fen",
    "medical_employer_fen",
    "medical_personal_fen",
    "unemployment_employer_fen",
    "unemployment_personal_fen",
    "injury_employer_fen",
    "maternity_employer_fen",
    "account_credit_fen",
)

LINE = partitioned_by_batch(
    table="contributions_line",
    columns={
        "line_no": "integer NOT NULL",
        "bill_id": "bigint NOT NULL",
        "person_id": "bigint NOT NULL",
        "employer_id": "bigint",
        "period": "integer NOT NULL",
        "kind": "varchar(16) NOT NULL",
        **dict.fromkeys(MONEY, "bigint NOT NULL"),
        "months": "smallint NOT NULL",
    },
    checks={
        "contributions_line_kind": "kind IN ('regular', 'back_payment', 'correction')",
        "contributions_line_months": "months IN (1, -1)",
        "contributions_line_sign": (
            "least(pension_base_fen * months, pension_personal_fen * months,"
            " account_credit_fen * months) >= 0"
        ),
    },
    indexes={
        "contributions_line_person": ("person_id", "period"),
        "contributions_line_bill": ("bill_id",),
    },
)

YEAR = partitioned_by_batch(
    table="contributions_year",
    columns={
        "person_id": "bigint NOT NULL",
        "employer_id": "bigint",
        "year": "smallint NOT NULL",
        "paid_months": "integer NOT NULL",
        "base_fen": "bigint[] NOT NULL",
        "credit_fen": "bigint[] NOT NULL",
        "deemed_months": "smallint NOT NULL",
    },
    key=(),
    checks={
        "contributions_year_mask": "paid_months BETWEEN 0 AND 4095",
        "contributions_year_deemed": "deemed_months BETWEEN 0 AND 12",
        "contributions_year_twelve": "cardinality(base_fen) = 12 AND cardinality(credit_fen) = 12",
    },
    indexes={"contributions_year_person": ("person_id", "year")},
)


class Migration(migrations.Migration):
    """Runs after the plain tables exist."""

    dependencies = [("contributions", "0001_initial")]

    operations = [
        LINE,
        YEAR,
        guard_append_only("contributions_declared_wage"),
        guard_append_only("contributions_allocation"),
        guard_append_only("contributions_refund"),
        guard_append_only("contributions_exchanged_file"),
    ]
