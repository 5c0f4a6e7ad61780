"""The door of employment: who works for whom, under which contract."""

from renshe.domains.employment.checks import INVARIANTS
from renshe.domains.employment.models import Contract, ContractAct
from renshe.domains.employment.operations import (
    RENEWED,
    Act,
    Terms,
    against_filing,
    end_contract,
    file_contract,
    longest_probation,
    renew_contract,
    reopen_contract,
    withdraw_contract,
)
from renshe.domains.employment.queries import (
    contract_in_force,
    contracts_at,
    contracts_ending,
    contracts_of,
)

__all__ = [
    "INVARIANTS",
    "RENEWED",
    "Act",
    "Contract",
    "ContractAct",
    "Terms",
    "against_filing",
    "contract_in_force",
    "contracts_at",
    "contracts_ending",
    "contracts_of",
    "end_contract",
    "file_contract",
    "longest_probation",
    "renew_contract",
    "reopen_contract",
    "withdraw_contract",
]
