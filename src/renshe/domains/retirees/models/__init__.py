"""Tables of retirees' care."""

from renshe.domains.retirees.models.care import (
    CareHandOver,
    CareRateMonth,
    CommunityStation,
    RemoteResidence,
    RetireeCare,
)
from renshe.domains.retirees.models.groups import (
    ActivityAttendance,
    GroupActivity,
    GroupMember,
    MutualHelpGroup,
)
from renshe.domains.retirees.models.messages import DistrictMessage
from renshe.domains.retirees.models.party import PartyMark
from renshe.domains.retirees.models.visits import CareCircumstance, HomeVisit, VisitFollowUp

__all__ = [
    "ActivityAttendance", "CareCircumstance", "CareHandOver", "CareRateMonth", "CommunityStation", "DistrictMessage",
    "GroupActivity", "GroupMember", "HomeVisit", "MutualHelpGroup", "PartyMark", "RemoteResidence",
    "RetireeCare", "VisitFollowUp",
]  # fmt: skip
