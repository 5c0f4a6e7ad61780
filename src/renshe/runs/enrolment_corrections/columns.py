"""The amounts of a line by the insurance they belong to, and the names of the columns in between."""

from __future__ import annotations

from renshe.domains.enrolment.api import Insurance

SHARES = (
    "pension_employer_fen", "pension_personal_fen", "medical_employer_fen", "medical_personal_fen",
    "unemployment_employer_fen", "unemployment_personal_fen", "injury_employer_fen", "maternity_employer_fen",
)  # fmt: skip
BASES = ("pension_base_fen", "medical_base_fen", "unemployment_base_fen", "injury_base_fen")
MONEY = (*BASES, *SHARES, "account_credit_fen")

# Every column of money belongs to one insurance, so what is left of a month when one is taken out is never a guess.
COLUMNS_OF: dict[Insurance, tuple[str, ...]] = {
    insurance: tuple(name for name in MONEY if name.startswith(insurance.name.lower()))
    + (("account_credit_fen",) if insurance == Insurance.PENSION else ())
    for insurance in Insurance
}

# One human being at one payer: the survivor of merged people, and whoever pays now for that employer's months (0: the
# person). Nulls do not join, so an own payer's employer is 0 until lines are written.
KEY = ["human", "payer"]
# One line and what corrected it, as it stands: under the number of person and employer it was assessed with.
ROW = [*KEY, "person_id", "employer"]
