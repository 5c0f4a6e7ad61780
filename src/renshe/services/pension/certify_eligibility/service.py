"""Somebody saw the pensioner: recorded as a proof, and a pension that was stopped for want of one comes back at once."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.certification import api as certification
from renshe.domains.identity.api import mask_name
from renshe.domains.registry import api as registry
from renshe.flows.certification_to_pension import Proved, prove
from renshe.kernel.codes.problem import Problem, Refused
from renshe.laws import library

NOBODY = Problem(
    "subject_missing",
    "没有指明是哪位领取人",
    "it is not said whose pension this is",
    "社会保险经办条例 26",
    "请在窗口先查找到本人再办理",
    "Find the pensioner at the counter first",
)
NO_PICTURE = Problem(
    "picture_missing",
    "上门或者境外认证没有附照片、证明",
    "a visit or a certificate from abroad has no picture or paper with it",
    "社会保险经办条例 38",
    "请补拍上门照片或者扫描证明",
    "Add the photograph of the visit or a scan of the certificate",
)
PAID_AGAIN = Problem(
    "pension_restored_by_it",
    "这次认证恢复了发放，不能直接撤销",
    "this certification brought a suspended pension back, so it is not simply undone",
    "社会保险经办条例 26",
    "请先由待遇岗位停发，已补发的按多发待遇追回，再撤销认证",
    "Have the pension stopped and what was paid claimed back first, then withdraw the proof",
)
_CHECKED = {
    "id_card": "身份证原件与本人一致",
    "known": "卧床等不能出示证件，由社区两人证明",
    "paper": "使领馆或公证机构的证明",
}


class CertifyEligibility(cases.Plain):
    """Proves a pensioner by somebody who saw him."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """At a counter it is today and the person is there."""
        return {"source": "counter", "seen_on": asked.today.isoformat(), "checked": "id_card"}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What would refuse the proof; and a visit without a picture, which only deserves a look."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        found = list(
            cases.findings_of(lambda: _prove(asked), fields={"proof_in_future": "seen_on"})
        )
        if asked.values["source"] != "counter" and not _picture(asked):
            found.append(cases.Finding(NO_PICTURE, refuses=False))
        last = certification.last_success(person_id=asked.subject_id)
        return cases.Examination(
            tuple(found), sheet={"last_proved": last.isoformat() if last else ""}
        )

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The proof, and the arrears where a pension came back."""
        proved = _prove(asked)
        months = len(proved.arrears)
        name = mask_name(registry.person(person_id=int(asked.subject_id or 0)).name)
        back = f"，待遇已恢复，{months}个月随下次发放补发" if months else ""
        came = f"; the pension resumes and {months} months are paid with the next payment" if months else ""  # fmt: skip
        return cases.Effect(
            f"{name}的养老待遇资格认证已通过，自{proved.proof.proved_on.isoformat()}起十二个月有效{back}。",
            f"The pension is certified for twelve months from {proved.proof.proved_on.isoformat()}{came}.",
            {"proof": proved.proof.pk, "restored": months},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Withdraw the proof. Raises Refused `pension_restored_by_it`."""
        if reference["restored"]:
            raise Refused(PAID_AGAIN)
        certification.withdraw_proof(
            proof_id=int(reference["proof"]), reason=f"办件{asked.number}自行纠正", by=asked.actor, at=asked.at,
        )  # fmt: skip
        return cases.Effect("这次认证已撤销。", "The certification is withdrawn.")


def _prove(asked: cases.Asked) -> Proved:
    words = f"{_CHECKED[asked.values['checked']]} {asked.values.get('more') or ''}".strip()
    new = certification.NewProof(
        proved_on=asked.values["seen_on"], source=asked.values["source"], evidence=words,
        reference=asked.number, by=asked.actor, at=asked.at, known_on=asked.today,
    )  # fmt: skip
    return prove(person_id=int(asked.subject_id or 0), new=new, explain=library.explain)


def _picture(asked: cases.Asked) -> bool:
    return bool(asked.number) and cases.file_of(number=asked.number, material="picture") is not None


SERVICE = CertifyEligibility()
