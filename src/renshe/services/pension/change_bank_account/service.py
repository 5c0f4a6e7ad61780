"""The account of a pension changes: same person, typed twice, seen by two people; the old account stays in the record.

No bank of ours tells over a wire whose account a number is. So the holder's name is compared with the register, the clerk
sees the card's picture, a second person looks again, and a payment that the bank rejects for the name comes back as always.
"""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_bank_account, mask_name
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused

NOBODY = Problem(
    "subject_missing",
    "没有指明是哪位领取人",
    "it is not said whose pension this is",
    "社会保险经办条例 9",
    "请领取人本人登录办理，或在窗口先查找到本人再办理",
    "Sign in as the pensioner, or find the pensioner at the counter first",
)
NO_PENSION = Problem(
    "no_pension",
    "没有正在领取的养老金，不需要变更账户",
    "no pension is being received, so there is no account to change",
    "社会保险法 16",
    "申领养老金时直接填写账户即可",
    "Give the account when you claim the pension",
)
NUMBERS_DIFFER = Problem(
    "account_numbers_differ",
    "两次输入的账号不一致",
    "the two account numbers differ",
    "owner-default",
    "请对照银行卡重新输入",
    "Type both again from the card",
)
NAME_DIFFERS = Problem(
    "account_name_differs",
    "户名与参保登记姓名不一致",
    "the account holder is not the pensioner by name",
    "社会保险经办条例 9、38",
    "请提供本人名下账户；改过名的，先办理“关键信息更正”",
    "Give an account in your own name; after a change of name have it corrected first",
)
SAME_ACCOUNT = Problem(
    "same_account",
    "新账户与现领取账户相同",
    "this is the account that the pension goes to already",
    "owner-default",
    "无需办理；未到账的，请查看发放记录中的退票原因",
    "Nothing to do; if money did not arrive, look up why the bank returned it",
)
SHARED_ACCOUNT = Problem(
    "account_shared",
    "该账号已有其他领取人使用",
    "somebody else's pension goes to this account",
    "社会保险经办条例 42",
    "请核对账号；确为本人账户的，核查另一领取人的账户",
    "Check the number; if it is right, look into the other person's account",
)
DOUBTFUL_NUMBER = Problem(
    "card_number_doubtful",
    "卡号校验位不符，可能输错一位",
    "the card's check digit does not fit; one digit may be wrong",
    "ISO/IEC 7812",
    "请对照银行卡影像核对",
    "Compare it with the picture of the card",
)
CHANGED_SINCE = Problem(
    "account_changed_since",
    "此后又变更过账户，不能改回",
    "the account was changed again since, so this change cannot be undone",
    "owner-default",
    "请另行办理账户变更",
    "Apply for another change",
)


class ChangeBankAccount(cases.Plain):
    """Pays into another account of the same person from now on."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The holder's name as registered; nobody's account number is filled in."""
        if asked.subject_id is None:
            return {}
        return {"account_name": registry.person(person_id=asked.subject_id).name}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Whose account, whether typed right, whether in the pensioner's name, and whose else it is."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        person = registry.person(person_id=asked.subject_id)
        values, found, differences = asked.values, [], []
        awards = pension.all_in_force(person_id=person.pk)
        if not awards:
            found.append(cases.Finding(NO_PENSION, refuses=True))
        if values["account_number"] != values["account_again"]:
            found.append(cases.Finding(NUMBERS_DIFFER, refuses=True, field="account_again"))
        if not same_name(values["account_name"], person.name):
            found.append(cases.Finding(NAME_DIFFERS, refuses=True, field="account_name"))
            differences.append(
                cases.Difference("account_name", values["account_name"], person.name, "参保登记", "register")
            )  # fmt: skip
        found += _about_number(values, person.pk)
        now = account_of(person_id=person.pk)
        sheet = {
            "now": f"{now.bank_code} {mask_bank_account(now.account_number)}" if now else "",
            "then": f"{values['bank_code']} {mask_bank_account(values['account_number'])}",
            "first_month": min(
                (
                    pension.first_open_month(fund=fund, place=asked.place, known_on=asked.today)
                    for fund in {pension.kind_of(award.kind).fund for award in awards}
                ),
                default=None,
            ),
        }
        return cases.Examination(tuple(found), tuple(differences), sheet=sheet)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Close the old account and open the new one, from today."""
        person = registry.person(person_id=asked.subject_id)
        before = account_of(person_id=person.pk)
        keys = ("bank_code", "account_number", "account_name")
        made = _change(asked, person.pk, *(str(asked.values[key]) for key in keys))
        tail = mask_bank_account(made.account_number)
        return cases.Effect(
            f"{mask_name(person.name)}的养老金自下一个尚未送银行的月份起发放到尾号账户{tail}。",
            f"From the next month that has not gone to the bank the pension goes to account {tail}.",
            {"account": made.pk, "before": before.pk if before else None},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Back to the account before. Raises Refused `account_changed_since`."""
        now = account_of(person_id=int(asked.subject_id or 0))
        before = pension.PayeeAccount.objects.filter(pk=reference["before"]).first()
        if now is None or now.pk != reference["account"] or before is None:
            raise Refused(CHANGED_SINCE, subject=asked.number)
        made = _change(asked, now.person_id, before.bank_code, before.account_number, before.account_name)  # fmt: skip
        tail = mask_bank_account(made.account_number)
        return cases.Effect(
            f"已改回原账户（尾号{tail}）。", f"Back to the account before ({tail})."
        )


def account_of(*, person_id: int) -> pension.PayeeAccount | None:
    """The account that a human being's pension goes to now; merged numbers are the person too."""
    people = registry.everybody_who_is(person_id=person_id)
    return pension.PayeeAccount.objects.filter(person_id__in=people, valid_to__isnull=True).first()


def _change(
    asked: cases.Asked, person_id: int, bank_code: str, number: str, name: str
) -> pension.PayeeAccount:
    return pension.change_payee_account(
        person_id=person_id,
        bank_code=bank_code,
        account_number=number,
        account_name=name,
        verified_on=asked.today,
        valid_from=asked.today,
    )


def _about_number(values: cases.Values, person_id: int) -> list[cases.Finding]:
    bank, number = values["bank_code"], values["account_number"]
    found = []
    now = account_of(person_id=person_id)
    if now is not None and (now.bank_code[:3], now.account_number) == (bank, number):
        found.append(cases.Finding(SAME_ACCOUNT, refuses=True, field="account_number"))
    others = pension.PayeeAccount.objects.filter(
        account_number=number, valid_to__isnull=True
    ).exclude(person_id__in=registry.everybody_who_is(person_id=person_id))
    if others.exists():
        found.append(cases.Finding(SHARED_ACCOUNT, refuses=True, field="account_number"))
    if _is_card(number) and not _checks(number):
        found.append(cases.Finding(DOUBTFUL_NUMBER, refuses=False, field="account_number"))
    return found


def _is_card(number: str) -> bool:
    return len(number) in (16, 19) and number.startswith("62")


def _checks(number: str) -> bool:
    """The Luhn check of a card number (ISO/IEC 7812)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


SERVICE = ChangeBankAccount()
