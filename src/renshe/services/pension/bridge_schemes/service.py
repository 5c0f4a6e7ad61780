"""Both schemes' accounts become one: what the law decides is shown first, and done with the last signature."""

from __future__ import annotations

from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import bridging_to_ledger as ledger
from renshe.flows.bridging import Reckoned, reckon
from renshe.flows.resident_tiers import offered, require_offered
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan

FIELD_OF = {
    "not_own_account": "account_name", "bridging_bank_needed": "account_number", "bridging_community_needed": "community",
    "registered_elsewhere": "community", "tier_not_offered": "tier",
}  # fmt: skip
NOBODY = Problem(
    "subject_missing", "没有指明是哪位参保人", "it is not said whose accounts these are", "人社部发〔2014〕17号 四",
    "请本人登录办理，或在窗口先查找到本人再办理", "Sign in yourself, or find the person at the counter first",
)  # fmt: skip
NOT_OWN = Problem(
    "not_own_account",
    "户名不是本人",
    "the account is in another name",
    "社会保险经办条例 9",
    "请填写本人名下的账户",
    "Give an account in your own name",
)
WORDS = {
    resident.TO_EMPLOYEE: ("居民养老转入职工养老", "From the resident scheme to the employee scheme"),
    resident.TO_RESIDENT: ("职工养老转入居民养老", "From the employee scheme to the resident scheme"),
}  # fmt: skip
SOURCES = {
    "own": ("本人缴费", "own money"),
    "collective": ("集体补助", "the collective's money"),
}


class BridgeSchemes(cases.Plain):
    """Takes the account of one scheme over into the other."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The holder's name; community and lowest tier for whoever is not in the resident scheme."""
        if asked.subject_id is None:
            return {}
        person = registry.person(person_id=asked.subject_id)
        known: dict[str, str] = {"account_name": person.name}
        if resident.live_participation(person_id=person.pk) is None:
            tiers = offered(place=asked.place, on=asked.today)
            known |= {"community": person.residence_place} | (
                {"tier": str(tiers[0])} if tiers else {}
            )
        return known

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Direction, months, what comes back and what goes over; or why nothing is bridged."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        come_to: list[Reckoned] = []
        found = cases.findings_of(
            lambda: come_to.append(
                reckon(person_id=int(asked.subject_id or 0), place=asked.place, today=asked.today)
            )
        )
        if not come_to:
            return cases.Examination(tuple(found))
        (one,) = come_to
        found += cases.findings_of(
            lambda: _decided(asked, number=asked.number or "0"), fields=FIELD_OF
        )
        return cases.Examination(
            tuple(found), amount_fen=one.moved_fen + one.refund_fen, sheet=_sheet(one, asked)
        )

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The account is on its way; what both schemes cover is owed to the person."""
        done, one = _decided(asked, number=asked.number)
        zh, en = WORDS[done.direction]
        back, back_en = "", ""
        if one.refund_fen:
            yuan = format_yuan(one.refund_fen)
            back = f"两边重复缴费的{one.double_months}个月只计职工养老，居民养老退还本人{yuan}元。"
            back_en = f" For {one.double_months} months in both schemes {yuan} yuan come back."
        yuan = format_yuan(done.account_fen)
        return cases.Effect(
            f"{zh}：个人账户{yuan}元全部转入，计{done.counted_months}个月。{back}资金由两个基金划转，到账后即可申领养老金。",
            f"{en}: the account of {yuan} yuan goes over whole and {done.counted_months} months count.{back_en} The funds "
            "settle it; claim the pension once it has arrived.",
            {"bridging": done.pk, "amount_fen": done.account_fen},
        )  # fmt: skip

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Put everything back while no money has moved. Raises Refused `bridging_settled`, `payout_is_settled`."""
        done = ledger.withdrawn(case_number=asked.number, hand=_hand(asked, asked.number))
        yuan = format_yuan(done.account_fen)
        return cases.Effect(
            f"制度衔接已撤销，{yuan}元回到原账户。",
            f"The bridging is withdrawn; {yuan} yuan stand in the account they came from.",
        )


def _decided(asked: cases.Asked, *, number: str) -> tuple[resident.Bridging, Reckoned]:
    v, person_id = asked.values, int(asked.subject_id or 0)
    payee, joining = None, None
    if v.get("bank_code") and v.get("account_number") and v.get("account_name"):
        if not same_name(v["account_name"], registry.person(person_id=person_id).name):
            raise Refused(NOT_OWN)
        payee = resident.PayTo(
            bank_code=v["bank_code"], account_number=v["account_number"], account_name=v["account_name"]
        )  # fmt: skip
    if v.get("community") and v.get("tier"):
        require_offered(place=asked.place, tier=v["tier"], on=asked.today)
        joining = ledger.Joining(community=v["community"], tier=v["tier"])
    return ledger.decided(
        person_id=person_id, place=asked.place, payee=payee, joining=joining, hand=_hand(asked, number)
    )  # fmt: skip


def _hand(asked: cases.Asked, number: str) -> resident.ByHand:
    return resident.ByHand(by=asked.actor, at=asked.at, today=asked.today, reference=number)


def _sheet(one: Reckoned, asked: cases.Asked) -> dict[str, Any]:
    """What was found, each amount with what explains it."""
    day = asked.today.isoformat()
    asks = {"place": one.place, "on": day, "known_on": day}
    law = asks | {"facts": one.facts}
    counted = (
        "bridged_employee_months"
        if one.direction == resident.TO_EMPLOYEE
        else "bridged_resident_months"
    )
    zh, _en = WORDS[one.direction]
    sheet: dict[str, Any] = {
        "direction": {"zh": "衔接方向", "en": "Direction", "shown": zh, "explain": law | {"target": "bridging_direction"}},
        "employee_months": {
            "zh": "职工养老月数（含视同）", "en": "Employee months (deemed included)", "shown": str(one.employee_months),
        },
        "minimum_months": {"zh": "按月领取所需月数", "en": "Months a monthly pension needs", "shown": str(one.minimum_months)},
        "resident_years": {"zh": "居民养老已缴年数", "en": "Years paid in the resident scheme", "shown": str(one.resident_years)},
        "counted_months": {
            "zh": "衔接后计入月数", "en": "Months that count then", "shown": str(one.counted_months),
            "explain": law | {"target": counted},
        },
        "moved": {"zh": "转出的个人账户（元）", "en": "Account that goes over (yuan)", "fen": one.moved_fen},
        "account": {
            "zh": "合并后的个人账户（元）", "en": "Account after it (yuan)", "fen": int(one.account.value),
            "explain": law | {"target": "bridged_account"},
        },
    }  # fmt: skip
    for year in one.refunds:
        for source, fen in year.back_fen.items():
            facts = {
                "resident_year_payment": year.paid_fen[source],
                "double_cover_months": year.months,
            }
            words = SOURCES[source]
            sheet[f"refund_{year.payment.year}_{source}"] = {
                "zh": f"{year.payment.year}年重复{year.months}个月，退{words[0]}（元）",
                "en": f"{year.payment.year}: {year.months} months in both, {words[1]} back (yuan)", "fen": fen,
                "explain": asks | {"facts": facts, "target": "double_cover_payment"},
            }  # fmt: skip
    return sheet


SERVICE = BridgeSchemes()
