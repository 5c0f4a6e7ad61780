"""How worked examples on certification are put to the law."""

import datetime as dt

from renshe.kernel.rules.examples import Question, answer, binding


def _day(month, day):
    return dt.date(int(month) // 12, int(month) % 12 + 1, int(day)).isoformat()


@binding("proof_of_life_due_date")
def due(inputs):
    """The day of the last success."""
    last = dt.date.fromisoformat(str(inputs["last_verified"]))
    return Question(
        place="CN", on=last,
        facts={"last_verified_month": last.year * 12 + last.month - 1, "last_verified_day": last.day},
        answers={
            "suspend_if_not_verified_after": answer(
                "certification_due_month", "certification_due_day", by=_day
            )
        },
    )  # fmt: skip
