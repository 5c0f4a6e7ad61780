"""A story about a city's register that is loaded at once."""

from datetime import date

import pyarrow as pa
from django.db import connection

from renshe.domains.conftest import credit_code_numbered
from renshe.domains.registry import api as registry
from renshe.foundation.bulk import copy_rows


def test_rows_in_the_bulk_shape_go_in_and_sequences_follow(fresh_database, make_employer):
    schema = registry.bulk_tables()["registry_employer"]
    row = {
        "id": 1000, "uscc": credit_code_numbered(9), "name": "珠海大有限公司", "kind": "enterprise",
        "industry_code": "C", "size_class": "large", "injury_rate_class": 3, "place": "440404",
        "registered_on": date(2001, 2, 3), "closed_on": None, "successor_id": None,
    }  # fmt: skip
    copy_rows(table="registry_employer", data=pa.Table.from_pylist([row], schema=schema))
    fresh_database.become("owner")
    with connection.cursor() as cursor:
        for statement in registry.sequences_to_advance():
            cursor.execute(statement)
    assert registry.employer(employer_id=1000).registered_on == date(2001, 2, 3)
    assert make_employer().pk == 1001
