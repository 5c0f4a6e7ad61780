"""How worked examples on the enterprise annuity are put to the law."""

from renshe.kernel.rules.examples import Question, binding, yuan
from renshe.laws.pension.basic_pension.bindings import fen


@binding("enterprise_annuity_caps")
def caps(inputs):
    """The caps for a payroll; the cap for one person where the average credit is stated."""
    facts = {"annual_payroll": fen(inputs["annual_payroll"])}
    if inputs.get("average_credit") is not None:
        facts["average_annual_annuity_credit"] = fen(inputs["average_credit"])
    return Question(
        place="CN",
        on="2025-01-01",
        facts=facts,
        answers={
            "employer_max": yuan("annuity_employer_most"),
            "combined_max": yuan("annuity_combined_most"),
            "person_max": yuan("annuity_person_most"),
        },
    )
