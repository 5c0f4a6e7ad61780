"""Made-up people and employers for the stories beside the domains. They belong to nobody."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from renshe.domains.documents import api as documents
from renshe.domains.registry import api as registry
from renshe.kernel.codes import credit_code, national_id

TODAY = date(2025, 10, 15)
NOW = datetime(2025, 10, 15, 2, 0, tzinfo=UTC)


def id_number(*, birth: str = "19850312", sequence: int = 101, region: str = "440402") -> str:
    """A number with its check digit; an odd sequence is a man's."""
    first_17 = f"{region}{birth}{sequence:03d}"
    return first_17 + national_id.check_digit(first_17)


def credit_code_numbered(number: int) -> str:
    """A credit code of Zhuhai with its check character."""
    first_17 = f"91440400MA{number:07d}"
    return first_17 + credit_code.check_character(first_17)


@pytest.fixture
def make_person() -> Callable[..., registry.Person]:
    """Register a man born on 1985-03-12, or whoever the arguments say."""

    def make(**changed: Any) -> registry.Person:
        fields: dict[str, Any] = {
            "id_number": id_number(), "name": "王小明", "ethnic_code": "01",
            "household_place": "440402", "residence_place": "440402", "actor": "clerk",
            "at": NOW, "as_of": TODAY, **changed,
        }  # fmt: skip
        return registry.register_person(**fields)

    return make


@pytest.fixture
def make_employer() -> Callable[..., registry.Employer]:
    """Register an enterprise of Zhuhai; the number tells its credit code and name."""

    def make(number: int = 1, **changed: Any) -> registry.Employer:
        fields: dict[str, Any] = {
            "uscc": credit_code_numbered(number), "name": f"珠海第{number}制造有限公司",
            "kind": "enterprise", "industry_code": "C", "size_class": "small",
            "injury_rate_class": 4, "place": "440402", "registered_on": date(2010, 1, 1),
            "actor": "clerk", "at": NOW, **changed,
        }  # fmt: skip
        return registry.register_employer(**fields)

    return make


@pytest.fixture
def evidence() -> int:
    """A document that proves something."""
    return documents.store(
        name="证明.pdf",
        media_type="application/pdf",
        content=b"%PDF evidence",
        direction="in",
        at=NOW,
    ).pk
