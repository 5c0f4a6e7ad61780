"""The states of a delivery, the waits between its attempts, and the kinds of events one may subscribe to."""

from __future__ import annotations

import datetime as dt

DELIVERY_STATES = {
    "waiting": ("等待投递", "waiting to be delivered"),
    "delivered": ("已送达", "delivered"),
    "given_up": ("多次失败，停止重试", "given up after many failures"),
}
WAITS = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=6),
    dt.timedelta(hours=12),
    dt.timedelta(hours=24),
)
"""How long to wait after the first, second, … failed attempt; after the last one the delivery is given up."""

EVENT_KINDS = {
    "case.submit": ("办件已提交", "a case was submitted"),
    "case.accept": ("办件已受理", "a case was accepted"),
    "case.ask_correction": ("办件需要补正", "a case needs a correction"),
    "case.not_accept": ("办件不予受理", "a case was not accepted"),
    "case.suspend": ("办件中止", "a case was suspended"),
    "case.resume": ("办件恢复", "a case goes on"),
    "case.grant": ("办件准予", "a case was granted"),
    "case.refuse": ("办件不予批准", "a case was refused"),
    "case.serve": ("办件已送达并办结", "a case was served and closed"),
    "case.reverse": ("办件决定自行纠正", "the decision of a case was reversed"),
    "case.withdraw": ("办件已撤回", "a case was withdrawn"),
    "case.message": ("办件有新消息", "there is a message in a case"),
    "ping": ("测试消息", "a test message"),
}
"""Kind → Chinese and English. A case's kinds are the verbs of its table of moves that an applicant may know of."""
