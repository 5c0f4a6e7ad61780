"""Every problem that the API itself gives; domains and laws add their own reasons under the same shape."""

from dataclasses import dataclass

from renshe.kernel.codes.citation import OWNER_DEFAULT
from renshe.portals.api.problems import declared_problems
from renshe.portals.developer.portal import DEVELOPER
from renshe.portals.developer.reading import spoken
from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.layout.citing import cited, cited_law


@dataclass(frozen=True, kw_only=True)
class ProblemCard:
    """One problem."""

    code: str
    reason: str
    clause: str
    next_step: str


@dataclass(frozen=True, kw_only=True)
class ProblemsPage:
    """What `developer/pages/problems.html` may use. `clause` is empty where it is our own convention."""

    problems: tuple[ProblemCard, ...]
    convention: str


@DEVELOPER.page(template="developer/pages/problems.html", access=ANYBODY)
def problems(visit: Visit) -> ProblemsPage:
    """Show them all, by code; each has an address of its own."""
    found = tuple(
        ProblemCard(
            code=one.code, reason=spoken(one.zh, one.en),
            clause=cited_law(one.clause),
            next_step=spoken(one.next_step_zh, one.next_step_en),
        )
        for one in sorted(declared_problems().values(), key=lambda one: one.code)
    )  # fmt: skip
    return ProblemsPage(problems=found, convention=cited(OWNER_DEFAULT))
