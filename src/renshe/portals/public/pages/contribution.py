"""What is paid each month on a wage: employer and person, by insurance, each amount from the law."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.cases.api import Words
from renshe.kernel.rules import Explanation
from renshe.laws import library
from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page
from renshe.portals.layout.forms.fields import FormView
from renshe.portals.layout.insurances import insurance_name, short_name
from renshe.portals.public.calculating import Questions, place_question, question, typed
from renshe.portals.public.portal import PUBLIC

TEMPLATE = "public/pages/contribution.html"
# insurance → (employer's target, person's target); "" where nobody of that side pays.
EMPLOYED = {
    "pension": ("pension_employer", "pension_personal"),
    "medical": ("medical_employer", "medical_personal"),
    "unemployment": ("unemployment_employer", "unemployment_personal"),
    "injury": ("injury_employer", ""),
}
FLEXIBLE = {"pension": ("", "flexible_pension"), "medical": ("", "flexible_medical")}
BASES = {"employee": "pension_base", "flexible": "flexible_pension_base"}
TARGETS = {
    target for table in (EMPLOYED, FLEXIBLE) for pair in table.values() for target in pair if target
} | set(BASES.values())


@dataclass(frozen=True, kw_only=True)
class InsuranceRow:
    """One insurance: what the employer and the person pay a month. `fen` is absent where a side pays nothing."""

    name: str
    employer: Amount
    personal: Amount

    @property
    def short(self) -> str:
        """The mark below the axis of the chart."""
        return short_name(self.name)


@dataclass(frozen=True, kw_only=True)
class ContributionPage:
    """What `public/pages/contribution.html` may use. `rows` is empty before anything was asked."""

    form: FormView
    flexible: bool
    base: Amount | None
    rows: tuple[InsuranceRow, ...]
    employer_fen: int
    personal_fen: int
    without_injury: bool


def questions() -> Questions:
    """What is asked: where, as an employee or for oneself, on what wage."""
    return Questions(
        fields=(
            place_question(),
            question(
                "kind",
                Words(zh="怎么参保", en="Insured as"),
                "choice",
                choices={
                    "employee": Words(
                        zh="单位职工（企业等）", en="An employee of an enterprise or the like"
                    ),
                    "flexible": Words(
                        zh="灵活就业，自己交", en="A flexible worker who pays for himself"
                    ),
                },
            ),
            question(
                "wage",
                Words(zh="月工资（自己交的，填选定的基数）", en="Monthly wage (paying for oneself: the base chosen)"),
                "yuan",
            ),
            question(
                "injury",
                Words(zh="单位行业的工伤风险类别", en="Work-injury risk class of the industry"),
                "choice",
                choices={str(number): Words(zh=f"{number}类", en=f"class {number}") for number in range(1, 9)},
                note=Words(
                    zh="一类最低，八类最高；不知道就不填，工伤保险不计",
                    en="1 is the lowest, 8 the highest; left empty, work injury is left out",
                ),
                required=False,
                when=("kind", "employee"),
            ),
        )
    )  # fmt: skip


@PUBLIC.page(template=TEMPLATE, access=ANYBODY)
def contribution(visit: Visit) -> ContributionPage:
    """Ask, and answer in the same page."""
    asked = typed(visit, questions())
    if asked.values is None:
        return ContributionPage(
            form=asked.form, flexible=False, base=None, rows=(), employer_fen=0, personal_fen=0,
            without_injury=False,
        )  # fmt: skip
    values = asked.values
    flexible = values["kind"] == "flexible"
    rows = tuple(
        InsuranceRow(
            name=insurance_name(insurance),
            employer=_amount(visit, employer, asked.query, values),
            personal=_amount(visit, personal, asked.query, values),
        )
        for insurance, (employer, personal) in (FLEXIBLE if flexible else EMPLOYED).items()
        if insurance != "injury" or values.get("injury")
    )
    return ContributionPage(
        form=asked.form,
        flexible=flexible,
        base=_amount(visit, BASES[values["kind"]], asked.query, values),
        rows=rows,
        employer_fen=sum(row.employer.fen or 0 for row in rows),
        personal_fen=sum(row.personal.fen or 0 for row in rows),
        without_injury=not flexible and not values.get("injury"),
    )


@PUBLIC.page(template="layout/explanation.html", access=ANYBODY)
def contribution_explained(visit: Visit, *, target: str) -> ExplanationPage | HttpResponse:
    """How one of the amounts is found; an address without answers leads back to the questions."""
    if target not in TARGETS:
        raise Http404
    asked = typed(visit, questions())
    if asked.values is None:
        return HttpResponseRedirect(reverse("public:contribution"))
    return explanation_page(
        request=visit.request,
        explanation=explained(visit, target, asked.values),
        about=_("每月要交多少社保"),
        back_url=f"{reverse('public:contribution')}?{asked.query}",
        back_title=_("缴费计算器"),
    )


def explained(visit: Visit, target: str, values: Mapping[str, Any]) -> Explanation:
    """Ask the law for one amount. Raises Refusal."""
    place = values["place"]
    flexible = values["kind"] == "flexible"
    facts: dict[str, Any] = {
        "declared_wage": values["wage"],
        "person_kind": values["kind"],
        "employer_kind": "flexible_pool" if flexible else "enterprise",
    }
    if target == "injury_employer":
        asked = {"injury_class": int(values["injury"]), "injury_float": 100}
        rate = library.explain("injury_rate_by_class", asked, place=place, on=visit.today)
        facts["injury_rate"] = rate.value
    return library.explain(target, facts, place=place, on=visit.today)


def _amount(visit: Visit, target: str, query: str, values: Mapping[str, Any]) -> Amount:
    if not target:
        return Amount(fen=None)
    url = reverse("public:contribution_explained", kwargs={"target": target})
    return Amount(fen=int(explained(visit, target, values).value), explain_url=f"{url}?{query}")
