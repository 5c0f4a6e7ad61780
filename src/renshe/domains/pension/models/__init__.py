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
from renshe.domains.pension.models.one_off import OneOffBatch, OneOffLine, OneOffResult
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
from renshe.domains.pension.models.people_lists import PeopleList, PeopleListRow
from renshe.domains.pension.models.survivors import SurvivorsBenefit
from renshe.domains.pension.models.undue import UndueDecision

__all__ = [
    "Adjustment",
    "Arrears",
    "Award",
    "AwardEvent",
    "BankResult",
    "Hold",
    "Instalment",
    "OneOffBatch",
    "OneOffLine",
    "OneOffResult",
    "Overpayment",
    "OverpaymentDecision",
    "PayeeAccount",
    "PaymentBatch",
    "PaymentDeduction",
    "PaymentFile",
    "PaymentLine",
    "PaymentStop",
    "PeopleList",
    "PeopleListRow",
    "Recognition",
    "Recovery",
    "RosterRow",
    "SurvivorsBenefit",
    "UndueDecision",
]
