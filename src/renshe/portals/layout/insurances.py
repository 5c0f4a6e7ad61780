"""What the insurances and funds are called on screen."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

INSURANCES: dict[str, Any] = {
    "pension": _("养老保险"),
    "medical": _("医疗保险（含生育）"),
    "unemployment": _("失业保险"),
    "injury": _("工伤保险"),
    "maternity": _("生育保险"),
}


def insurance_name(code: str) -> str:
    """An insurance's name. Raises KeyError for one nobody has put into words."""
    return str(INSURANCES[code])


def short_name(name: str) -> str:
    """The mark of an insurance below the axis of a chart: two signs in Chinese, a word in English."""
    return name.split()[0] if name.isascii() else name[:2]


def in_language(*, zh: str, en: str) -> str:
    """Pick the text of a record that carries both languages."""
    return zh if (get_language() or "zh").startswith("zh") else en
