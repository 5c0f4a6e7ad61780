"""What insurances, sources, groups and states are called in the reader's language, and whose records a visitor sees."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.premium_help import api as premium_help
from renshe.portals.layout.access import Visit, may_at


def _said(pair: tuple[str, str]) -> str:
    return pair[0] if (get_language() or "zh").startswith("zh") else pair[1]


def insurance_words(code: str) -> str:
    """An insurance, also one that is not helped with here."""
    if code in premium_help.NOT_OFFERED:
        return _said(premium_help.NOT_OFFERED[code][0])
    return _said(premium_help.INSURANCES[code])


def source_words(code: str) -> str:
    """A funding source."""
    return _said(premium_help.SOURCES[code])


def origin_words(code: str) -> str:
    """The body that a list comes from."""
    return _said(premium_help.ORIGINS[code])


def group_words(code: str) -> str:
    """A group of people in need."""
    group = premium_help.GROUPS[code]
    return _said((group.zh, group.en))


def programme_state(code: str) -> tuple[str, str]:
    """A programme's state in words, and its tone."""
    return {
        "proposed": (_("待启用"), "warn"),
        "open": (_("启用"), "good"),
        "closed": (_("已结束"), ""),
    }[code]


def list_state(code: str) -> tuple[str, str]:
    """A list's state in words, and its tone."""
    return {
        "filed": (_("待核对"), "warn"),
        "public": (_("公示中"), "now"),
        "approved": (_("已批准"), "good"),
        "refused": (_("已退回"), ""),
    }[code]


def institution_list_state(found: premium_help.HelpList) -> tuple[str, str, str]:
    """An institution's list: its state in words, the tone, and what comes next."""
    if found.state == "filed" and found.checked_by is None:
        return _("已报送"), "now", _("下一步：经办机构核对")
    if found.state == "filed":
        public = found.programme.public_days
        return _("已核对"), "now", _("下一步：公示") if public else _("下一步：由另一人批准")
    if found.state == "public":
        return _("公示中"), "now", _("公示期满后由另一人批准")
    if found.state == "approved":
        return _("已批准"), "good", _("名单上的人已开始资助")
    return _("已退回"), "warn", _("可以改正后用同一文号重新报送")


def claim_state(code: str) -> tuple[str, str]:
    """A claim's state in words, and its tone."""
    return {
        "made": (_("待批准"), "warn"),
        "approved": (_("待到账"), "now"),
        "settled": (_("已入账"), "good"),
        "withdrawn": (_("已撤回"), ""),
    }[code]


def finding_words(code: str) -> str:
    """What speaks against a month."""
    return {
        "died": _("当期以前已经死亡"),
        "employed": _("同月已由单位参保"),
        "no_longer_in_need": _("不再符合条件"),
        "not_credited": _("款到时不能记入"),
    }[code]


def finding_state(code: str) -> tuple[str, str]:
    """How a finding was decided, and its tone."""
    return {"open": (_("待核实"), "warn"), "upheld": (_("退回"), ""), "kept": (_("不退"), "")}[code]


def period_words(insurance: str, period: int) -> str:
    """A month, or the year of what is paid by the year."""
    year, month = divmod(period, 12)
    if insurance in premium_help.BY_YEAR:
        return _("{year}年度").format(year=year)
    return f"{year:04d}-{month + 1:02d}"


def own_programme(visit: Visit, number: int) -> premium_help.HelpProgramme:
    """A programme of one of the visitor's places. Raises Http404 for any other."""
    found = premium_help.HelpProgramme.objects.filter(pk=number).first()
    if found is None or not may_at(visit, action="pension.look", place=found.place):
        raise Http404
    return found


def recorded_by(visit: Visit) -> premium_help.Recorded:
    """The visitor as who records something now."""
    assert visit.account is not None
    return premium_help.Recorded(by=visit.account.username, at=visit.now, today=visit.today)


def body_state(one: premium_help.FilingBody) -> tuple[str, str]:
    """How far an institution's body is, and the tone of its badge."""
    return {
        "set": (_("待确认"), "now"),
        "confirmed": (_("有效"), "good"),
        "ended": (_("已撤销"), ""),
    }[one.state]
