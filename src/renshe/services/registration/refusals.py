"""Reasons that several forms give."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem


def name_differs() -> Problem:
    """The number is somebody else's, or the name is written otherwise in the register."""
    return Problem(
        code="name_differs",
        zh="姓名与该证件号码登记的姓名不一致",
        en="the name is not the one registered for this id number",
        next_step_zh="请对照证件核对；登记有误的先办理信息变更",
        next_step_en="Compare with the document; a wrong register entry is changed first",
    )


def person_unknown() -> Problem:
    """Nobody has the number, and this form does not register anybody."""
    return Problem(
        code="person_unknown",
        zh="该证件号码没有登记",
        en="nobody is registered under this id number",
        next_step_zh="新职工请使用《职工参保登记表》",
        next_step_en="Use the registration form for a new employee",
    )
