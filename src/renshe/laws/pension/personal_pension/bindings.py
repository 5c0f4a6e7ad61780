"""How worked examples on the personal pension are put to the law."""

from renshe.kernel.rules.examples import Question, binding, yuan
from renshe.laws.pension.basic_pension.bindings import fen


@binding("personal_pension_tax")
def tax(inputs):
    """A withdrawal and what the tax leaves of it."""
    return Question(
        place="CN", on="2025-01-01",
        facts={"personal_pension_withdrawal": fen(inputs["withdrawal"])},
        answers={"tax": yuan("personal_pension_tax"), "net": yuan("personal_pension_net")},
    )  # fmt: skip


@binding("personal_pension_deduction", "personal_pension_cap")
def deduction(inputs):
    """A year's payment and what of it is deductible."""
    return Question(
        place="CN", on="2025-01-01",
        facts={"personal_pension_paid": fen(inputs["paid"])},
        answers={"deduction": yuan("personal_pension_deduction")},
    )  # fmt: skip
