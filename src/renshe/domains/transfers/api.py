"""The door of transfers: relations that come from another province or go there, and where a pension is to be paid."""

from renshe.domains.transfers.answering import (
    MOST_WORDS,
    Standing,
    letter_by,
    letter_of,
    mark_answers_escalated,
    overdue_answers,
    place_of_letter,
    propose_refusal,
    return_refusal,
    send_refusal,
    standing,
    take_again,
    unanswered,
)
from renshe.domains.transfers.benefit import (
    Benefit,
    Relation,
    benefit_place,
    left_out,
    masked_months,
    months_elsewhere,
    province_of,
    temporary_account,
    temporary_facts,
)
from renshe.domains.transfers.checks import INVARIANTS
from renshe.domains.transfers.messages import (
    as_message,
    digest_of,
    mark_handed_over,
    receive,
    to_hand_over,
    write_due,
    write_receipt,
)
from renshe.domains.transfers.models import (
    MILITARY,
    SOURCES,
    LetterAnswer,
    ProvincialTransfer,
    TransferMessage,
    TransferRefund,
    TransferYear,
)
from renshe.domains.transfers.models_answering import REASONS
from renshe.domains.transfers.ports import (
    FORM,
    KINDS,
    LETTER,
    MONEY,
    RECEIPT,
    REFUSAL,
    Exchange,
    Message,
)
from renshe.domains.transfers.problems import BENEFIT_ELSEWHERE, RELATION_GONE
from renshe.domains.transfers.queries import (
    brought_any,
    explained_total,
    explained_year,
    mark_escalated,
    overdue,
    refunds_owed,
    relation_gone,
    transfer,
    transfers_at,
    transfers_of,
    unusable_messages,
    without_receipt,
)
from renshe.domains.transfers.quoting import (
    Before1998,
    Quote,
    QuotedYear,
    account_before_1998,
    account_now,
    paid_years,
    quote_out,
)
from renshe.domains.transfers.requesting import (
    Doubles,
    Recorded,
    Wanted,
    ask_for_relation,
    book,
    doubles_of,
    let_go,
    letter_for,
    pay_refund,
    quote_for,
)
from renshe.domains.transfers.states import OPEN, OURS, STATES

__all__ = [
    "BENEFIT_ELSEWHERE", "FORM", "INVARIANTS", "KINDS", "LETTER", "MILITARY", "MONEY", "MOST_WORDS", "OPEN", "OURS",
    "REASONS", "RECEIPT", "REFUSAL", "RELATION_GONE", "SOURCES", "STATES", "Before1998", "Benefit", "Doubles",
    "Exchange", "LetterAnswer", "Message", "ProvincialTransfer", "Quote", "QuotedYear", "Recorded", "Relation",
    "Standing", "TransferMessage", "TransferRefund", "TransferYear", "Wanted", "account_before_1998", "account_now",
    "as_message", "ask_for_relation", "benefit_place", "book", "brought_any", "digest_of", "doubles_of",
    "explained_total", "explained_year", "left_out", "let_go", "letter_by", "letter_for", "letter_of",
    "mark_answers_escalated", "mark_escalated", "mark_handed_over", "masked_months", "months_elsewhere", "overdue",
    "overdue_answers", "paid_years", "pay_refund", "place_of_letter", "propose_refusal", "province_of", "quote_for",
    "quote_out", "receive", "refunds_owed", "relation_gone", "return_refusal", "send_refusal", "standing",
    "take_again", "temporary_account", "temporary_facts", "to_hand_over", "transfer", "transfers_at", "transfers_of",
    "unanswered", "unusable_messages", "without_receipt", "write_due", "write_receipt",
]  # fmt: skip
