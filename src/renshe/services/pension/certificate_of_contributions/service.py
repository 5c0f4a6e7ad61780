"""Certifies what was paid here, for the agency of the place where somebody is insured next."""

from __future__ import annotations

from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_id_number
from renshe.domains.registry import api as registry
from renshe.domains.transfers import api as transfers
from renshe.kernel.codes.problem import Problem
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import format_month

NOBODY = Problem(
    "subject_missing", "没有指明是哪位参保人", "it is not said whose record this is", "社会保险法 74",
    "请本人登录办理，或在窗口先查找到本人再办理", "Sign in yourself, or find the person at the counter first",
)  # fmt: skip
NOTHING_PAID = Problem(
    "nothing_paid_here",
    "没有职工养老保险缴费记录",
    "nothing was paid here for the employee pension",
    "国办发〔2009〕66号 三",
    "请核对社会保障号码；在外省缴费的，向当地经办机构开具",
    "Check the number; what was paid elsewhere is certified there",
)
GONE = Problem(
    "relation_moved_out_already",
    "养老关系已经转出",
    "the relation has left already",
    "国办发〔2009〕66号 三",
    "请向现参保地经办机构开具",
    "Have it issued where you are insured now",
)


class CertificateOfContributions(cases.Plain):
    """Certifies months and account as recorded today."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The number in full, as the other agency needs it."""
        return {"number_shown": "full"}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Whether there is anything to certify; without last year's interest there is not."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        years = transfers.paid_years(person_id=asked.subject_id)
        if not years:
            return cases.Examination(findings=(cases.Finding(NOTHING_PAID, refuses=True),))
        if transfers.relation_gone(person_id=asked.subject_id):
            return cases.Examination(findings=(cases.Finding(GONE, refuses=True),))
        found = cases.findings_of(
            lambda: transfers.account_now(person_id=int(asked.subject_id or 0), today=asked.today)
        )
        return cases.Examination(
            tuple(found), sheet={"months": sum(one.paid_months.bit_count() for one in years)}
        )

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The certificate, with its code."""
        person = registry.person(person_id=int(asked.subject_id or 0))
        years = transfers.paid_years(person_id=person.pk)
        account, _ = transfers.account_now(person_id=person.pk, today=asked.today)
        months = [m for one in years for m in transfers.masked_months(one.year, one.paid_months)]
        full = asked.values["number_shown"] == "full"
        number = person.id_number if full else mask_id_number(person.id_number)
        place = registry.place_name(code=asked.place) or asked.place
        said = (
            ("姓名", "Name", person.name), ("社会保障号码", "Social security number", number),
            ("首次缴费月份", "First month paid", format_month(min(months))),
            ("最近缴费月份", "Last month paid", format_month(max(months))),
            ("实际缴费月数", "Months paid", str(len(months))),
            ("个人账户储存额（元）", "Individual account (yuan)", format_yuan(account)),
        )  # fmt: skip
        lines = [{"name": _words(zh, en), "value": value} for zh, en, value in said]
        issuer = _words(f"{place}社会保险经办机构", f"Social insurance agency of {place}")
        content: dict[str, Any] = {
            "title": ("基本养老保险参保缴费凭证", "Certificate of contributions"),
            "basis": "国办发〔2009〕66号 三",
            "zh": [f"{person.name}在本机构参加职工基本养老保险，截至{asked.today.isoformat()}的缴费情况如下，供转移使用。"],
            "en": [f"Contributions of {person.name} to the employee pension until {asked.today.isoformat()}, for a transfer."],
            "facts": {"issuer": issuer, "lines": lines},
        }  # fmt: skip
        return cases.Effect(
            f"参保缴费凭证已出具，共{len(months)}个月，新参保地可扫码核验。",
            f"The certificate is issued for {len(months)} months; the new place verifies it by its QR code.",
            {"months": len(months), "account_fen": account},
            [("certificate", content)],
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The paper verifies as revoked; nothing else was changed."""
        taken = cases.revoke_papers(number=asked.number, kind="certificate", at=asked.at)
        zh, en = (sep.join(paper.number for paper in taken) for sep in ("、", ", "))
        return cases.Effect(
            f"{zh}已撤销，核验页显示为失效。", f"{en} revoked; the verification page says so."
        )


def _words(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


SERVICE = CertificateOfContributions()
