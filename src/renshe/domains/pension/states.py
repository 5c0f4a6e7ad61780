"""The life of an award and of a payment batch, each as one readable table.

A row is ``(verb, from, to, who, basis)``. Nothing moves except along a row; `next_state` refuses the rest.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """One permitted step from a state to the next."""

    verb: str
    source: str
    target: str
    zh: str
    basis: str


class IllegalMove(Exception):
    """A step that the table does not have; names what is possible from here instead."""

    def __init__(self, *, verb: str, state: str, possible: tuple[str, ...]):
        self.verb, self.state, self.possible = verb, state, possible
        offered = "、".join(possible) or "无"
        super().__init__(
            f"“{state}”状态下不能“{verb}”；可办：{offered}。"
            f" Cannot {verb} from {state}; possible here: {', '.join(possible) or 'nothing'}."
        )


AWARD_STATES = {
    "pre_review": "预审",
    "recognised": "认定",
    "determined": "核定",
    "reviewed": "复核",
    "provisional": "预发",
    "final": "正式",
    "suspended": "暂停",
    "redetermined": "重核",
    "ended": "终止",
}

AWARD_MOVES = (
    Move(
        "recognise",
        "pre_review",
        "recognised",
        "认定视同缴费、出生日期、特殊工种",
        "劳社部发〔1999〕8号",
    ),
    Move("determine", "recognised", "determined", "核定待遇", "社会保险经办条例 第十八条"),
    Move("review", "determined", "reviewed", "复核", "社会保险经办条例 第十八条"),
    Move("pay_provisionally", "reviewed", "provisional", "预发", "当年计发基数未公布"),
    Move("make_final", "reviewed", "final", "正式计发", "国发〔2005〕38号 六"),
    Move("supersede", "provisional", "redetermined", "重核（旧核定失效）", "国发〔2005〕38号 六"),
    Move("supersede", "final", "redetermined", "重核（旧核定失效）", "国发〔2005〕38号 六"),
    Move("supersede", "suspended", "redetermined", "重核（旧核定失效）", "国发〔2005〕38号 六"),
    Move("suspend", "provisional", "suspended", "暂停发放", "社会保险经办条例 第二十五、二十六条"),
    Move("suspend", "final", "suspended", "暂停发放", "社会保险经办条例 第二十五、二十六条"),
    Move(
        "restore_provisional", "suspended", "provisional", "恢复发放", "社会保险经办条例 第二十六条"
    ),
    Move("restore", "suspended", "final", "恢复发放", "社会保险经办条例 第二十六条"),
    Move("end", "provisional", "ended", "终止", "社会保险法 第十七条"),
    Move("end", "final", "ended", "终止", "社会保险法 第十七条"),
    Move("end", "suspended", "ended", "终止", "社会保险法 第十七条"),
)

IN_PAYMENT = ("provisional", "final")
"""States in which a pension is paid each month."""

IN_FORCE = ("provisional", "final", "suspended")
"""States of which one person may have only one for a kind of award."""

BATCH_STATES = {
    "frozen": "名册已冻结",
    "checked": "死亡及服刑已核查",
    "planned": "已编制发放计划",
    "reviewed": "已复核",
    "funded": "资金已到位",
    "filed": "已送银行",
    "returned": "银行已回盘",
    "closed": "已关账",
}

BATCH_MOVES = (
    Move(
        "check",
        "frozen",
        "checked",
        "核查死亡、服刑、未认证",
        "社会保险经办条例 第二十五、二十六条",
    ),
    Move("plan", "checked", "planned", "计算并编制发放计划", "社会保险基金财务制度 第四十一条"),
    Move("review", "planned", "reviewed", "两人复核", "社会保险经办条例 第四十条"),
    Move("fund", "reviewed", "funded", "财政专户拨款到账", "社会保险基金财务制度 第四十一条"),
    Move("file", "funded", "filed", "生成并送出银行文件", "社会保险基金财务制度 第四十一条"),
    Move("take_return", "filed", "returned", "银行回盘入账", "社会保险基金会计制度"),
    Move("close", "returned", "closed", "结果全部明确后关账", "社会保险基金会计制度"),
)


def next_state(*, moves: tuple[Move, ...], state: str, verb: str) -> str:
    """Return the state that `verb` leads to from `state`, or raise `IllegalMove`."""
    for move in moves:
        if move.source == state and move.verb == verb:
            return move.target
    possible = tuple(move.verb for move in moves if move.source == state)
    raise IllegalMove(verb=verb, state=state, possible=possible)
