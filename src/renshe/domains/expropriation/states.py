"""The steps of a project, each with what it is called; the only table of them."""

STATES = {
    "listed": ("名单登记", "list drawn up"),
    "public": ("公示中", "list public"),
    "confirmed": ("名单已确认，等缴款", "list confirmed, money awaited"),
    "certified": ("已出具落实证明", "certified"),
    "settled": ("已入账", "booked to accounts and pool"),
}
