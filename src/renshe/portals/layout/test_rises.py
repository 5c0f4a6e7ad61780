"""A rise to a new standard is explained on every page by the law that set it and by what was drawn before."""

from renshe.domains.pension import api as pension
from renshe.portals.layout.explaining_pensions import explain_adjustment
from renshe.runs.yearly_pension_adjustment.test_standards import grow, residents, rising_month

__all__ = ["residents"]


def test_the_rise_is_explained_as_the_new_standard_less_what_was_drawn(residents):
    month = rising_month()
    grow(month)
    for rise in pension.Adjustment.objects.all():
        told = explain_adjustment(adjustment=rise)
        assert int(told.value) == rise.amount_fen
        level, before = told.root.children
        assert int(level.value) - int(before.value) == rise.amount_fen
        assert level.instrument
