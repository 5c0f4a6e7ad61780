"""The door of premium help: programmes, named lists, what each owes, what was found afterwards, what was paid for whom."""

from renshe.domains.premium_help.auditing import (
    ClaimAudit,
    FindingAudit,
    claims_audited,
    findings_audited,
    last_compared,
    lists_audited,
)
from renshe.domains.premium_help.bodies import (
    FILING_BODIES,
    bodies,
    confirm_body,
    end_body,
    files_as,
    require_body,
    set_body,
)
from renshe.domains.premium_help.checks import INVARIANTS
from renshe.domains.premium_help.claims import (
    BY_YEAR,
    LEFT_OUT,
    Made,
    approve_claim,
    explained,
    make_claims,
    period_of,
    record_receipt,
    withdraw_claim,
)
from renshe.domains.premium_help.comparing import compare, decide, is_credited, not_credited
from renshe.domains.premium_help.groups import (
    FUND_OF,
    GROUPS,
    INSURANCES,
    NOT_OFFERED,
    ORIGINS,
    SOURCES,
    TARGET_OF,
    HelpGroup,
)
from renshe.domains.premium_help.hand import Recorded
from renshe.domains.premium_help.institution_lists import (
    check_list,
    list_by,
    may_name,
    programmes_for,
    rows_on,
    strike_off,
    withdraw_list,
)
from renshe.domains.premium_help.lists import (
    Filed,
    Named,
    NewList,
    answer_objection,
    approve_list,
    file_list,
    import_list,
    leave,
    object_to,
    publish,
    refuse_list,
)
from renshe.domains.premium_help.models import (
    HelpClaim,
    HelpedPerson,
    HelpFinding,
    HelpLine,
    HelpList,
    HelpObjection,
    HelpProgramme,
)
from renshe.domains.premium_help.models_bodies import FilingBody
from renshe.domains.premium_help.problems import HELPED_UNKNOWN, NOT_YOUR_PLACE
from renshe.domains.premium_help.programmes import (
    NewProgramme,
    claimed_fen,
    close_programme,
    open_programme,
    propose,
)
from renshe.domains.premium_help.queries import (
    GroupCover,
    SourceLine,
    Standing,
    claims_of,
    cover_of,
    findings_of,
    help_of,
    helped,
    line,
    lines_of,
    lists_by,
    lists_of,
    objections_of,
    paid_for,
    people_of,
    people_on,
    programme,
    programmes,
    public_lists,
    standing_of,
    standings,
    statement,
    to_credit,
)
from renshe.domains.premium_help.standing import wrong_with
from renshe.domains.premium_help.template import list_template
from renshe.kernel.rules import Explain

__all__ = [
    "BY_YEAR", "FILING_BODIES", "FUND_OF", "GROUPS", "HELPED_UNKNOWN", "INSURANCES", "INVARIANTS", "LEFT_OUT",
    "NOT_OFFERED", "NOT_YOUR_PLACE", "ORIGINS", "SOURCES", "TARGET_OF", "ClaimAudit", "Explain", "Filed",
    "FilingBody", "FindingAudit", "GroupCover", "HelpClaim", "HelpFinding", "HelpGroup", "HelpLine", "HelpList",
    "HelpObjection", "HelpProgramme", "HelpedPerson", "Made", "Named", "NewList", "NewProgramme", "Recorded",
    "SourceLine", "Standing", "answer_objection", "approve_claim", "approve_list", "bodies", "check_list",
    "claimed_fen", "claims_audited", "claims_of", "close_programme", "compare", "confirm_body", "cover_of", "decide",
    "end_body", "explained", "file_list", "files_as", "findings_audited", "findings_of", "help_of", "helped",
    "import_list", "is_credited", "last_compared", "leave", "line", "lines_of", "list_by", "list_template",
    "lists_audited", "lists_by", "lists_of", "make_claims", "may_name", "not_credited", "object_to", "objections_of",
    "open_programme", "paid_for", "people_of", "people_on", "period_of", "programme", "programmes", "programmes_for",
    "propose", "public_lists", "publish", "record_receipt", "refuse_list", "require_body", "rows_on", "set_body",
    "standing_of", "standings", "statement", "strike_off", "to_credit", "withdraw_claim", "withdraw_list",
    "wrong_with",
]  # fmt: skip
