"""Each day: take what other districts sent, write offers, withdrawals and answers, hand them over, tell of what is late.

Each message is its own transaction and done once, so a day that was killed goes on where it was. Nothing is sent within a
transaction: what is written and not handed over is handed over, today or the next day.
"""

from __future__ import annotations

from typing import Any

from renshe.domains.audit import api as audit
from renshe.domains.retirees import api as retirees
from renshe.kernel.codes.problem import Refused
from renshe.runs.context import RunContext, begin

KIND = "retiree_messages"


def run(context: RunContext, *, line: retirees.DistrictLine) -> dict[str, Any]:
    """Do the day's work once; asked for again on the same day, it finds what was done. Returns the totals."""
    key, done = begin(context, KIND, context.today.isoformat())
    if done:
        return dict(audit.run_by_key(key=key).totals)
    by = retirees.By(name=context.by, at=context.at, today=context.today)
    # What an earlier day wrote and did not hand over goes first, so that today's answers can be its.
    earlier = hand_over(line=line, by=by)
    totals: dict[str, Any] = _receive(key, line, by)
    totals["written"] = (
        retirees.write_offers(place=context.place, by=by)
        + retirees.write_withdrawals(by=by)
        + retirees.write_answers(by=by)
    )
    totals["sent"] = earlier + hand_over(line=line, by=by)
    totals["late"] = _late(key, by)
    audit.finish(key=key, at=context.at, totals=totals)
    return totals


def hand_over(*, line: retirees.DistrictLine, by: retirees.By) -> int:
    """Hand over whatever is written and not handed over yet; said twice to the line, it changes nothing there."""
    rows = retirees.to_hand_over()
    for row in rows:
        line.send(retirees.as_message(row))
        retirees.mark_handed_over(message_id=row.message_id, at=by.at)
    return len(rows)


def _receive(key: str, line: retirees.DistrictLine, by: retirees.By) -> dict[str, int]:
    taken = unusable = 0
    order = list(retirees.MESSAGE_KINDS)
    came = sorted(line.fetch(today=by.today), key=lambda one: (one.made_on, order.index(one.kind), one.message_id))  # fmt: skip
    for message in came:
        try:
            kept = retirees.receive(message=message, by=by)
        except Refused as refused:
            _unusable(key, message.message_id, refused.problems[0].zh, refused.problems[0].en)
            unusable += 1
            continue
        taken += kept is not None
        if kept is not None and kept.problem:
            unusable += 1
            _unusable(
                key, message.message_id, kept.problem, "it does not fit what is recorded here"
            )
    for name in line.unreadable():
        unusable += 1
        _unusable(key, name, "文件损坏或格式不符", "the file is broken or keeps another form")
    return {"received": taken, "unusable": unusable}


def _unusable(key: str, number: str, zh: str, en: str) -> None:
    audit.attention(
        key=key, code="district_message_unusable", subject=number,
        zh=f"区际移交报文{number}没有采用：{zh}；请与对方区的退管机构核对",
        en=f"district message {number} was not used: {en}; settle it with the other district",
    )  # fmt: skip


def _late(key: str, by: retirees.By) -> int:
    late = retirees.mark_escalated(today=by.today)
    if late:
        audit.attention(
            key=key, code="district_answer_late", subject=str(late),
            zh=f"{late}名退休人员移交其他区超过{retirees.ANSWER_DAYS}天没有答复，请到“社区退管—移交”查看并催办",
            en=f"{late} hand-overs to other districts have no answer after {retirees.ANSWER_DAYS} days; see the hand-over page",
        )  # fmt: skip
    return late
