"""Recorded acts, searched by who did them, to what, and on which day."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from renshe.domains.audit.api import Event
from renshe.domains.enrolment.api import JOIN_REASONS, LEAVE_REASONS
from renshe.portals.administration.portal import AUDIT, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.words import item_of, words_of
from renshe.portals.layout.insurances import in_language
from renshe.portals.signin.trying import day_typed

ROWS, COMPLAINT = 50, "labour.complain"
KINDS = (
    "account", "mandate", "machine", "limit", "emergency", "person", "employer", "case", "award",
    "run", "file",
)  # fmt: skip
VERB_WORDS: dict[str, Any] = {
    "identity.change_password": _("改密码"),
    "identity.bind_app": _("绑定验证器应用"),
    "identity.add_passkey": _("添加通行密钥"),
    "identity.remove_factor": _("删除第二验证方式"),
    "identity.make_recovery_codes": _("生成恢复码"),
    "identity.invite_agent": _("邀请代办人"),
    "identity.accept_mandate": _("接受代办"),
    "identity.end_mandate": _("终止代办"),
    "identity.request_guardianship": _("申请监护代办"),
    "identity.decide_guardianship": _("确认监护代办"),
    "identity.appoint_delegate": _("委派单位经办人"),
    "identity.dismiss_delegate": _("收回经办权限"),
    "identity.hand_over_delegation": _("交接首席经办人"),
    "identity.open_emergency": _("紧急查看"),
    "identity.report_emergency": _("交紧急查看报告"),
    "identity.judge_emergency": _("评判紧急查看"),
    "identity.open_account": _("开立账号"),
    "identity.switch_off_account": _("停用账号"),
    "identity.reset_password": _("重置密码"),
    "identity.make_machine": _("新建接口客户端"),
    "identity.make_sign_on": _("新建单点登录"),
    "identity.new_machine_secret": _("更换客户端密钥"),
    "identity.end_machine": _("停用客户端"),
    "identity.grant_role": _("授予角色"),
    "identity.keep_role": _("保留角色"),
    "identity.revoke_role": _("收回角色"),
    "identity.unlock": _("解锁"),
    "identity.end_sign_ins": _("结束会话"),
    "identity.remove_all_factors": _("重置第二验证方式"),
    "identity.set_two_person_limit": _("设定双人限额"),
    "registry.register_person": _("登记个人"),
    "registry.register_employer": _("登记单位"),
    "registry.change_person": _("变更个人信息"),
    "registry.change_employer": _("变更单位信息"),
    "registry.merge_people": _("合并重复个人"),
    "registry.split_people": _("拆分个人"),
    "enrolment.join": _("新增参保"),
    "enrolment.leave": _("减员"),
    "enrolment.suspend": _("暂停缴费"),
    "enrolment.resume": _("恢复缴费"),
    "enrolment.die": _("死亡减员"),
    "enrolment.move": _("单位间转移"),
    "enrolment.absorb": _("单位合并转入"),
    "enrolment.cancel": _("误登作废"),
    "enrolment.close_late_month": _("迟报月份处理"),
    "employment.filed": _("用工备案"),
    "employment.ended": _("终止或解除合同备案"),
    "employment.reopened": _("恢复合同备案"),
    "employment.withdrawn": _("误报撤销备案"),
    "labour.complaint_filed": _("收到投诉举报"),
    "labour.arbitration_accepted": _("收到仲裁申请"),
    "pension.award": _("核定养老待遇"),
    "make": _("编制批次"),
    "approve": _("批准批次"),
    "discard": _("撤回批次"),
    "rules.amount_disputed": _("对金额有异议"),
    "take_over.load": _("旧系统接管"),
}


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """One recorded act. `verb` is its code, `words` its name where it has one."""

    at: datetime
    actor: str
    verb: str
    words: str
    subject: str
    reason: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class EventsPage:
    """What `administration/pages/events.html` may use. `after` reads on from the last row."""

    actor: str
    kind: str
    number: str
    day: str
    kinds: tuple[tuple[str, str], ...]
    rows: tuple[EventRow, ...]
    after: int | None
    asked: bool


@AUDIT.page(template="administration/pages/events.html", access=LOOK)
def events(visit: Visit) -> EventsPage:
    """Search. Details hold numbers and names of fields, never a person's name."""
    given = visit.request.GET
    day = day_typed(given.get("day", ""))
    found = _found(given, day=day)
    rows = list(found[: ROWS + 1])
    more = len(rows) > ROWS
    return EventsPage(
        actor=given.get("actor", ""),
        kind=given.get("kind", ""),
        number=given.get("number", ""),
        day=day.isoformat() if day else "",
        kinds=tuple((kind, str(KIND_WORDS.get(kind, kind))) for kind in KINDS),
        rows=tuple(_row(one) for one in rows[:ROWS]),
        after=rows[ROWS - 1].pk if more else None,
        asked=any(given.get(name) for name in ("actor", "kind", "number", "day")),
    )


def _found(given: Any, *, day: date | None) -> QuerySet[Event]:
    found = Event.objects.order_by("-pk")
    if given.get("actor", "").strip():
        found = found.filter(actor=given["actor"].strip())
    if given.get("kind", "") in KINDS:
        found = found.filter(subject_kind=given["kind"])
    if given.get("number", "").isdecimal():
        found = found.filter(subject_id=int(given["number"][:18]))
    if day is not None:
        start = timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001
        found = found.filter(at__gte=start, at__lt=start + timedelta(days=1))
    if given.get("after", "").isdecimal():
        found = found.filter(pk__lt=int(given["after"][:18]))
    return found


KIND_WORDS: dict[str, Any] = {
    "account": _("账号"),
    "institution": _("机构"),
    "person": _("个人"),
    "employer": _("单位"),
    "mandate": _("代办授权"),
    "machine": _("机器账号"),
    "limit": _("双人复核限额"),
    "emergency": _("紧急查阅"),
    "case": _("办件"),
    "role": _("角色"),
    "batch": _("批次"),
    "parameter": _("政策参数"),
    "award": _("待遇核定"),
    "one_off_batch": _("一次性待遇批次"),
    "annuity_batch": _("年金发放批次"),
    "resident_payout": _("居民养老付款"),
    "resident_payout_batch": _("居民养老付款批次"),
    "bridging_list": _("划转清单"),
    "transfer_letter": _("转移联系函"),
    "resident_payment_correction": _("居民缴费更正"),
    "bridging_return": _("衔接资金划回"),
    "suspense": _("暂收款"),
    "correction_request": _("更正申请"),
    "overpayment_decision": _("多发待遇处理决定"),
    "undue_decision": _("不应发认定"),
    "nobody": _("没有对应的人"),
    "run": _("批处理"),
    "file": _("文件"),
}


def _reason(one: Event) -> str:
    """Why, in words: joining, leaving and complaints are recorded by the code of their reason."""
    if one.verb.startswith("enrolment."):
        name = {**JOIN_REASONS, **LEAVE_REASONS}.get(one.reason)
        return in_language(zh=name.zh, en=name.en) if name else one.reason
    item = item_of(COMPLAINT) if one.verb == "labour.complaint_filed" else None
    choices = (field.choices for field in item.fields) if item else ()
    said = next((found[one.reason] for found in choices if one.reason in found), None)
    return words_of(said) if said else one.reason


def _row(one: Event) -> EventRow:
    number = "" if one.subject_id is None else f" {one.subject_id}"
    return EventRow(
        at=timezone.localtime(one.at),
        actor=one.actor,
        verb=one.verb,
        words=str(VERB_WORDS.get(one.verb, "")),
        subject=f"{KIND_WORDS.get(one.subject_kind, one.subject_kind)}{number}",
        reason=_reason(one),
        detail=json.dumps(one.detail, ensure_ascii=False, indent=1) if one.detail else "",
    )
