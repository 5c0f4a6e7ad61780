"""The door of retirees: who looks after whom, visits, groups, the month's rate, and one sensitive mark."""

from renshe.domains.retirees.caring import (
    NewRemote,
    accept,
    care_now,
    end_by_death,
    give_back,
    is_our_city,
    is_ours,
    is_retiree,
    live_elsewhere,
    moved,
    offer_again,
    remote_now,
    taken_elsewhere,
    waiting,
    withdraw_remote,
)
from renshe.domains.retirees.checks import INVARIANTS
from renshe.domains.retirees.enrolling import offer_everybody, record_rates
from renshe.domains.retirees.gathering import (
    begin_group,
    end_group,
    join_group,
    lead_group,
    leave_group,
    record_activity,
)
from renshe.domains.retirees.hand import By
from renshe.domains.retirees.importing import (
    Imported,
    attendance_template,
    groups_template,
    import_attendance,
    import_groups,
)
from renshe.domains.retirees.messaging import (
    ANSWER_DAYS,
    as_message,
    mark_escalated,
    mark_handed_over,
    messages_of,
    receive,
    to_hand_over,
    unanswered,
    write_answers,
    write_offers,
    write_withdrawals,
)
from renshe.domains.retirees.models import (
    CareCircumstance,
    CareHandOver,
    CommunityStation,
    DistrictMessage,
    GroupMember,
    HomeVisit,
    MutualHelpGroup,
    RemoteResidence,
    RetireeCare,
    VisitFollowUp,
)
from renshe.domains.retirees.party import (
    ONLINE,
    Mark,
    erase_expired,
    erase_mark,
    keep_mark,
    look_at_mark,
    own_mark,
)
from renshe.domains.retirees.ports import ANSWERS, DistrictLine, Message
from renshe.domains.retirees.ports import KINDS as MESSAGE_KINDS
from renshe.domains.retirees.problems import NO_COMMUNITY, OTHER_COMMUNITY
from renshe.domains.retirees.queries import (
    PlannedVisit,
    Rate,
    activities_of,
    care_history,
    cared_for,
    follow_up,
    follow_ups_owed,
    group,
    groups_at,
    groups_of,
    hand_overs,
    hand_overs_of,
    members_of,
    rate_months,
    rates_below,
    remote_residents,
    returned_to_us,
    sent_on,
    station,
    taken_lately,
    visit_plan,
    visits_to,
    without_care,
)
from renshe.domains.retirees.visiting import (
    CHECKS,
    NewVisit,
    circumstances,
    keep_follow_up,
    record_visit,
    set_circumstances,
)

__all__ = [
    "ANSWERS", "ANSWER_DAYS", "CHECKS", "INVARIANTS", "MESSAGE_KINDS", "NO_COMMUNITY", "ONLINE", "OTHER_COMMUNITY",
    "By", "CareCircumstance", "CareHandOver", "CommunityStation", "DistrictLine", "DistrictMessage", "GroupMember",
    "HomeVisit", "Imported", "Mark", "Message", "MutualHelpGroup", "NewRemote", "NewVisit", "PlannedVisit", "Rate",
    "RemoteResidence", "RetireeCare", "VisitFollowUp", "accept", "activities_of", "as_message", "attendance_template",
    "begin_group", "care_history", "care_now", "cared_for", "circumstances", "end_by_death", "end_group",
    "erase_expired", "erase_mark", "follow_up", "follow_ups_owed", "give_back", "group", "groups_at", "groups_of",
    "groups_template", "hand_overs", "hand_overs_of", "import_attendance", "import_groups", "is_our_city", "is_ours",
    "is_retiree", "join_group", "keep_follow_up", "keep_mark", "lead_group", "leave_group", "live_elsewhere",
    "look_at_mark", "mark_escalated", "mark_handed_over", "members_of", "messages_of", "moved", "offer_again",
    "offer_everybody", "own_mark", "rate_months", "rates_below", "receive", "record_activity", "record_rates",
    "record_visit", "remote_now", "remote_residents", "returned_to_us", "sent_on", "set_circumstances", "station",
    "taken_elsewhere", "taken_lately", "to_hand_over", "unanswered", "visit_plan", "visits_to", "waiting", "withdraw_remote",
    "without_care", "write_answers", "write_offers", "write_withdrawals",
]  # fmt: skip
