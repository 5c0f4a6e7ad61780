"""The yearly sub-ledger of individual accounts, partitioned by posting batch."""

from django.db import migrations

from renshe.foundation.partitions import partitioned_by_batch


class Migration(migrations.Migration):
    dependencies = [("funds", "0003_chart")]
    operations = [
        partitioned_by_batch(
            table="funds_account_year",
            columns={
                "line_no": "integer NOT NULL",
                "person_id": "bigint NOT NULL",
                "year": "smallint NOT NULL",
                "opening_fen": "bigint NOT NULL",
                "credit_fen": "bigint NOT NULL",
                "interest_fen": "bigint NOT NULL",
                "payout_fen": "bigint NOT NULL",
                "closing_fen": "bigint NOT NULL",
            },
            checks={
                "funds_account_year_adds_up": "closing_fen = opening_fen + credit_fen + interest_fen - payout_fen",
            },
            indexes={"funds_account_year_person": ("person_id", "year")},
        ),
    ]
