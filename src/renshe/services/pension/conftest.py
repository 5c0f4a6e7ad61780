"""The man of Zhuhai and his career, for the service items about pensions."""

from renshe.domains.conftest import make_person
from renshe.domains.pension.conftest import retiree

__all__ = ["make_person", "retiree"]
