"""What the roles are called on screen."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ROLE_WORDS: dict[str, Any] = {
    "insured_person": _("参保人"),
    "employer_clerk": _("单位经办人"),
    "institution_member": _("机构经办人"),
    "institution_administrator": _("机构管理员"),
    "counter_clerk": _("窗口经办"),
    "community_worker": _("社区退管员"),
    "reviewer": _("复核"),
    "approver": _("审批"),
    "fund_accountant": _("基金会计"),
    "fund_supervisor": _("基金监督"),
    "run_operator": _("批处理操作"),
    "legal_officer": _("政策参数管理"),
    "system_administrator": _("系统管理员"),
    "security_administrator": _("安全管理员"),
    "audit_administrator": _("审计管理员"),
}


def role_words(code: str) -> str:
    """A role's name in the reader's language. Raises KeyError for a role nobody has put into words."""
    return str(ROLE_WORDS[code])
