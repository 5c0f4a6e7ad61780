"""The door of expropriation: projects, their people and money, town insurance, the living allowance, what is watched."""

from renshe.domains.expropriation.allowances import (
    PARTS,
    AwardFacts,
    allowance_facts,
    allowance_of,
    determine,
    determined,
    end_allowance,
    explained_parts,
    facts_for_award,
    facts_of_part,
    grant_allowance,
    old_member,
)
from renshe.domains.expropriation.batches import (
    close_batch_award,
    last_batch_award,
    open_batch_award,
    propose_batch_award,
    waiting_batch_award,
)
from renshe.domains.expropriation.checks import INVARIANTS
from renshe.domains.expropriation.cover import (
    Covered,
    MedicalList,
    StreetCover,
    cover_by_street,
    import_medical_year,
    without_cover,
)
from renshe.domains.expropriation.listing import Listed, import_list, list_template
from renshe.domains.expropriation.models import (
    GROUPS,
    PAYERS,
    SCHEMES,
    BatchAward,
    ExpropriationProject,
    LandAccountEntry,
    LandAllowance,
    LandWatchMonth,
    ListObjection,
    ProjectMember,
    ProjectReceipt,
    ProjectShare,
    ResidentMedicalYear,
    SchemeMonth,
    TownInsuranceRecord,
)
from renshe.domains.expropriation.money import (
    Split,
    account_balance,
    account_entries,
    account_products,
    record_interest,
    record_receipt,
    settle,
    split_of,
)
from renshe.domains.expropriation.people import (
    add_member,
    age_on,
    group_of,
    record_minor_paid,
    regroup_member,
    remove_member,
)
from renshe.domains.expropriation.projects import (
    PUBLIC_DAYS,
    NewProject,
    NewShare,
    Recorded,
    answer_objection,
    certify,
    confirm_by_land,
    confirm_by_street,
    cost_of,
    object_to_list,
    owed_by_share,
    publish_list,
    quota_of,
    register_project,
)
from renshe.domains.expropriation.queries import (
    ProjectRow,
    balances_of,
    count_projects,
    entitled_without_grant,
    members,
    memberships,
    objections,
    people_with_town_insurance,
    project,
    project_numbered,
    project_row,
    project_rows,
    public_projects,
)
from renshe.domains.expropriation.states import STATES
from renshe.domains.expropriation.town import (
    CARRIED,
    Carried,
    carried_by_law,
    convert_town_insurance,
    draw_town_pension,
    facts_text,
    keep_town_again,
    town_award_facts,
    town_facts,
    town_record,
)
from renshe.domains.expropriation.watch_months import (
    NEAR_PERCENT,
    WARNINGS,
    Watched,
    off_goal,
    record_watch,
    watch_months,
)
from renshe.domains.expropriation.watching import (
    GOAL_PERCENT,
    NewFigure,
    RatioMonth,
    Reserve,
    Rise,
    average,
    latest_figure,
    ratio_history,
    record_figure,
    reserve_now,
    rises,
)

__all__ = [
    "CARRIED", "GOAL_PERCENT", "GROUPS", "INVARIANTS", "NEAR_PERCENT", "PARTS", "PAYERS", "PUBLIC_DAYS", "SCHEMES",
    "STATES", "WARNINGS", "AwardFacts", "BatchAward", "Carried", "Covered", "ExpropriationProject",
    "LandAccountEntry", "LandAllowance", "LandWatchMonth", "ListObjection", "Listed", "MedicalList", "NewFigure",
    "NewProject", "NewShare", "ProjectMember", "ProjectReceipt", "ProjectRow", "ProjectShare", "RatioMonth",
    "Recorded", "Reserve", "ResidentMedicalYear", "Rise", "SchemeMonth", "Split", "StreetCover",
    "TownInsuranceRecord", "Watched", "account_balance", "account_entries", "account_products", "add_member",
    "age_on", "allowance_facts", "allowance_of", "answer_objection", "average", "balances_of", "carried_by_law",
    "certify", "close_batch_award", "confirm_by_land", "confirm_by_street", "convert_town_insurance", "cost_of",
    "count_projects", "cover_by_street", "determine", "determined", "draw_town_pension", "end_allowance",
    "entitled_without_grant", "explained_parts", "facts_for_award", "facts_of_part", "facts_text", "grant_allowance",
    "group_of", "import_list", "import_medical_year", "keep_town_again", "last_batch_award", "latest_figure",
    "list_template", "members", "memberships", "object_to_list", "objections", "off_goal", "old_member",
    "open_batch_award", "owed_by_share", "people_with_town_insurance", "project", "project_numbered", "project_row",
    "project_rows", "propose_batch_award", "public_projects", "publish_list", "quota_of", "ratio_history",
    "record_figure", "record_interest", "record_minor_paid", "record_receipt", "record_watch", "register_project",
    "regroup_member", "remove_member", "reserve_now", "rises", "settle", "split_of", "town_award_facts", "town_facts",
    "town_record", "waiting_batch_award", "watch_months", "without_cover",
]  # fmt: skip
