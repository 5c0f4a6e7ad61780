"""Tables of the pension domain, one module for each noun a clerk would name."""

from renshe.domains.pension.models.awards import (
    Adjustment,
    Arrears,
    Award,
    AwardEvent,
    Hold,
    PayeeAccount,
    Recognition,
)
from renshe.domains.pension.models.overpayments import (
    Instalment,
    Overpayment,
    OverpaymentDecision,
    PaymentDeduction,
    Recovery,
)
from renshe.domains.pension.models.payments import (
    BankResult,
    PaymentBatch,
    PaymentFile,
    PaymentLine,
    PaymentStop,
    RosterRow,
)
from renshe.domains.pension.models.survivors import SurvivorsBenefit

__all__ = [
    "Adjustment",
    "Arrears",
    "Award",
    "AwardEvent",
    "BankResult",
    "Hold",
    "Instalment",
    "Overpayment",
    "OverpaymentDecision",
    "PayeeAccount",
    "PaymentBatch",
    "PaymentDeduction",
    "PaymentFile",
    "PaymentLine",
    "PaymentStop",
    "Recognition",
    "Recovery",
    "RosterRow",
    "SurvivorsBenefit",
]
