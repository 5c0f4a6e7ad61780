"""The table of roles and what each may do, as the code enforces it; and which duties exclude one another."""

from dataclasses import dataclass

from renshe.domains.identity.api import ACTIONS, GRANTS, RoleCode
from renshe.portals.administration.portal import GRANT, SECURITY
from renshe.portals.layout.access import Visit
from renshe.portals.layout.roles import role_words
from renshe.portals.signin.powers import power_words


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """One action: for each role `own` (his own records), `place` (his place) or empty."""

    words: str
    code: str
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MatrixPage:
    """What `administration/pages/matrix.html` may use."""

    roles: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


@SECURITY.page(template="administration/pages/matrix.html", access=GRANT)
def matrix(visit: Visit) -> MatrixPage:
    """Show the table. It is changed in the code, with its tests, and nowhere else."""
    return MatrixPage(
        roles=tuple(role_words(code) for code in RoleCode.values),
        rows=tuple(
            MatrixRow(
                words=power_words(action),
                code=action,
                cells=tuple(_cell(RoleCode(code), action) for code in RoleCode.values),
            )
            for action in ACTIONS
        ),
    )


def _cell(role: RoleCode, action: str) -> str:
    grant = GRANTS[role]
    if action in grant.place:
        return "place"
    return "own" if action in grant.own else ""
