"""For whom one may act: the mandates that the header `Renshe-Acting-For` may name. Giving and ending them is people's."""

from __future__ import annotations

from ninja import Schema

from renshe.domains.identity.api import mandates_held
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.person import GROUP
from renshe.portals.api.problems import Answered
from renshe.portals.layout.access import SIGNED_IN


class MandateOut(Schema):
    """One mandate held. `actions` are all that may be done by it; `state` is active, or requested while staff look at it."""

    mandate: int
    kind: str
    name: str
    relation: str
    actions: list[str]
    state: str
    valid_from: str
    valid_to: str


@GROUP.get(
    "/mandates",
    id="list_mandates",
    access=SIGNED_IN,
    answer=list[MandateOut],
    title=("我能代谁办理", "For whom I may act"),
    says=(
        "以请求头 Renshe-Acting-For 写明授权编号，即代该人办理；写 self 为本人。授权范围以内才能办理，授权结束即不能再办。",
        "Name a mandate in the header Renshe-Acting-For to act for that person; self is oneself. Only what the mandate allows "
        "can be done, and nothing once it is over.",
    ),
)
def list_mandates(call: Call) -> list[MandateOut]:
    """Those in force and those asked for; names are masked."""
    if call.account is None:
        raise Answered(403, "machine_for_nobody")
    return [
        MandateOut(
            mandate=one.pk,
            kind=one.kind,
            name=one.person_shown,
            relation=one.relation,
            actions=list(one.actions),
            state=one.state,
            valid_from=one.valid_from.isoformat(),
            valid_to=one.valid_to.isoformat(),
        )
        for one in mandates_held(agent=call.account, on=call.today)
    ]
