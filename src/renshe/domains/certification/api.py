"""The door of certification: who proved when that a pension is still due, what comparisons found, who was warned."""

from renshe.domains.certification.checks import INVARIANTS
from renshe.domains.certification.comparing import Arrived, Compared, compare
from renshe.domains.certification.due import TARGETS, due_on, facts_of
from renshe.domains.certification.hits import (
    STAGES,
    Finding,
    check_hit,
    confirm_hit,
    dismiss_hit,
)
from renshe.domains.certification.listed_proofs import (
    COLUMNS,
    ListedProof,
    ReadProofs,
    read_listed_proofs,
)
from renshe.domains.certification.models import (
    Comparison,
    DueWarning,
    Hit,
    Proof,
    ProofWithdrawal,
)
from renshe.domains.certification.ports import REPORTED, Fault, PopulationFormat, Reported
from renshe.domains.certification.problems import (
    COME_IN_PERSON,
    LIST_EMPTY,
    NO_PENSION,
    PROOF_TOO_OLD,
    RESTORED_ALREADY,
)
from renshe.domains.certification.proving import (
    IN_PERSON,
    NewProof,
    must_come,
    pensions_of,
    record_proof,
    withdraw_proof,
)
from renshe.domains.certification.queries import (
    Outcome,
    Overdue,
    PaidSince,
    coming_due,
    comparisons_at,
    hit,
    hits_decided,
    last_success,
    live_overdue_holds,
    open_hits,
    outcomes,
    overdue_count,
    overdue_people,
    paid_since,
    proofs_of,
    proved_while_suspended,
    standings,
    suspended_among,
    warned,
)
from renshe.domains.certification.warnings import record_warnings
from renshe.kernel.rules import Explain

__all__ = [
    "COLUMNS", "COME_IN_PERSON", "INVARIANTS", "IN_PERSON", "LIST_EMPTY", "NO_PENSION", "PROOF_TOO_OLD",
    "REPORTED", "RESTORED_ALREADY", "STAGES", "TARGETS", "Arrived", "Compared", "Comparison", "DueWarning",
    "Explain", "Fault", "Finding", "Hit", "ListedProof", "NewProof", "Outcome", "Overdue", "PaidSince",
    "PopulationFormat", "Proof", "ProofWithdrawal", "ReadProofs", "Reported", "check_hit", "coming_due",
    "compare", "comparisons_at", "confirm_hit", "dismiss_hit", "due_on", "facts_of", "hit", "hits_decided",
    "last_success", "live_overdue_holds", "must_come", "open_hits", "outcomes", "overdue_count", "overdue_people",
    "paid_since", "pensions_of", "proofs_of", "proved_while_suspended", "read_listed_proofs", "record_proof", "record_warnings",
    "standings", "suspended_among", "warned", "withdraw_proof",
]  # fmt: skip
