"""Doubts about a batch in words, for whoever reviews it."""

from renshe.domains.pension import api as pension
from renshe.runs.monthly_pension_payment.report import Attention

WORDS = {
    "dead_not_ended": (
        "已登记死亡但待遇未终止：请办理待遇终止",
        "registered as dead but the award is not ended: end it",
    ),
    "shared_account": (
        "多人共用一个领取账户：请核实是否本人账户",
        "one account for several people: verify whose it is",
    ),
    "name_differs": (
        "账户户名与登记姓名不一致：请核对写法",
        "the account's name is not the registered one: check the spelling",
    ),
    "very_old": ("年满105周岁：请核实健在", "aged 105 or more: verify proof of life"),
    "amount_jumped": (
        "与上月相差超过三成：请复核核定",
        "differs from last month by more than 30 %: review the award",
    ),
    "nothing_left": ("扣减后实发为零", "nothing is left after deductions"),
}


def after_check(*, batch_id: int) -> tuple[Attention, ...]:
    """What the roster shows before amounts are drawn."""
    return _attention(batch_id, pension.roster_doubts(batch_id=batch_id))


def after_plan(*, batch_id: int) -> tuple[Attention, ...]:
    """What the drawn lines show before two people sign."""
    return _attention(batch_id, pension.line_doubts(batch_id=batch_id))


def _attention(batch_id: int, doubts: list[pension.Doubt]) -> tuple[Attention, ...]:
    notes = []
    for doubt in doubts:
        zh, en = WORDS[doubt.code]
        first = ", ".join(f"{batch_id}-{line}" for line, _ in doubt.lines[:10])
        notes.append(
            Attention(doubt.code, f"{zh}（{doubt.count}笔）", f"{en} ({doubt.count})", first)
        )
    return tuple(notes)
