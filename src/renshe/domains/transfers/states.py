"""The steps of a transfer in each direction, with what they are called; the only table of them."""

STATES = {
    "letter_due": ("联系函待发出", "contact letter to be sent"),
    "awaiting_form": ("等对方发来信息表", "waiting for the information form"),
    "awaiting_money": ("等基金到账", "waiting for the money"),
    "arrived": ("已到账，待记入", "money is in, to be booked"),
    "booked": ("已记入", "booked"),
    "letter_received": ("收到对方联系函，待办理", "contact letter received"),
    "to_send": ("已核定，待发信息表", "decided, form and money to be sent"),
    "sent": ("已转出，等对方确认", "sent, waiting for the receipt"),
    "acknowledged": ("对方已收到", "received by the other agency"),
    "refused": ("没有办成", "not carried out"),
}
MOVES = {
    "letter_due": ("awaiting_form",),
    "awaiting_form": ("awaiting_money", "refused"),
    "awaiting_money": ("arrived", "refused"),
    "arrived": ("booked",),
    "letter_received": ("to_send", "refused"),
    "to_send": ("sent",),
    "sent": ("acknowledged",),
}
OPEN = tuple(MOVES)
OURS = ("letter_due", "arrived", "letter_received", "to_send")
"""The steps that wait for this agency; in the others the clock is the other agency's."""
CLOCKED = OPEN
