"""The roles an account may hold."""

from django.db import models


class RoleCode(models.TextChoices):
    """One duty somebody can hold. Staff roles are separated: handling, review and approval are
    three people's.
    """

    INSURED_PERSON = "insured_person", "参保人"
    EMPLOYER_CLERK = "employer_clerk", "单位经办人"
    INSTITUTION_MEMBER = "institution_member", "机构经办人"
    INSTITUTION_ADMINISTRATOR = "institution_administrator", "机构管理员"
    COUNTER_CLERK = "counter_clerk", "窗口经办"
    COMMUNITY_WORKER = "community_worker", "社区退管员"
    REVIEWER = "reviewer", "复核"
    APPROVER = "approver", "审批"
    FUND_ACCOUNTANT = "fund_accountant", "基金会计"
    FUND_SUPERVISOR = "fund_supervisor", "基金监督"
    RUN_OPERATOR = "run_operator", "批处理操作"
    LEGAL_OFFICER = "legal_officer", "政策参数管理"
    SYSTEM_ADMINISTRATOR = "system_administrator", "系统管理员"
    SECURITY_ADMINISTRATOR = "security_administrator", "安全管理员"
    AUDIT_ADMINISTRATOR = "audit_administrator", "审计管理员"
