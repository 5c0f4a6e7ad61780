"""Why an act of identity is refused: reason, clause, next step."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem

_REASONS = {
    "factor_wrong": (
        "验证码不对、已用过或已过期", "the code is wrong, used already or over", "GB/T 22239-2019 8.1.4.1",
        "请等下一个验证码再试", "Wait for the next code and try again",
    ),
    "factor_missing": (
        "没有这个验证方式", "there is no such second factor", "owner-default",
        "请刷新页面后再试", "Reload the page and try again",
    ),
    "factor_needed": (
        "您的岗位必须使用第二验证方式，不能删除最后一个", "your duty needs a second factor; the last one stays",
        "GB/T 22239-2019 8.1.4.1", "请先添加另一种验证方式，再删除这一个", "Add another one first, then remove this",
    ),
    "app_already_there": (
        "已经绑定了动态口令", "an authenticator app is bound already", "owner-default",
        "请先删除原来的动态口令", "Remove the old one first",
    ),
    "passkey_not_accepted": (
        "通行密钥没有通过验证", "the passkey could not be verified", "owner-default",
        "请重试，或改用验证码", "Try again, or use a code",
    ),
    "passkey_taken": (
        "这个通行密钥已经登记", "this passkey is registered already", "owner-default",
        "请换一个通行密钥", "Use another passkey",
    ),
    "password_wrong": (
        "原密码不对", "the present password is wrong", "owner-default",
        "请检查大小写后再试", "Check upper and lower case and try again",
    ),
    "dates_wrong": (
        "结束日期早于开始日期，或者已经过去", "the last day lies before the first, or has passed", "owner-default",
        "请改日期", "Change the dates",
    ),
    "not_first_delegate": (
        "只有本单位的首席经办人可以委派经办人", "only the employer's first delegate appoints others",
        "社会保险经办条例 十四", "请由首席经办人办理，或由单位到窗口更换首席经办人",
        "Ask the first delegate, or replace him at a counter",
    ),
    "actions_not_delegable": (
        "没有选择权限，或所选权限不能委托", "no power was chosen, or one that cannot be given", "owner-default",
        "请从列出的权限中选择", "Choose among the powers that are listed",
    ),
    "not_own_employer": (
        "这个账号不是本单位的经办人", "this account is no delegate of your employer", "owner-default",
        "请从本单位经办人名单中选择", "Choose from the employer's own list",
    ),
    "account_elsewhere": (
        "这个账号已属于别的单位，或是工作人员账号", "this account belongs to another employer or to staff", "owner-default",
        "请让对方提供个人账号，或另开经办人账号", "Ask for a personal account, or have a delegate's account opened",
    ),
    "account_unknown": (
        "没有这个用户名", "there is no such username", "owner-default",
        "请核对用户名", "Check the username",
    ),
    "first_stays": (
        "单位必须留有一位首席经办人", "an employer keeps one first delegate", "社会保险经办条例 十四",
        "请先交接给另一位经办人", "Hand over to another delegate first",
    ),
    "mandate_code": (
        "邀请码不对、已用过或已过期", "the invitation is wrong, used already or over", "民法典 一百六十五",
        "请向邀请您的家人核对，或请他重新邀请", "Check with whoever invited you, or have it made again",
    ),
    "mandate_self": (
        "不能给自己代办", "nobody acts for himself", "owner-default",
        "请由家人的账号接受邀请", "A relative's account accepts the invitation",
    ),
    "mandate_state": (
        "这项代办现在不能这样处理", "this cannot be done with this mandate now", "民法典 一百七十三",
        "请刷新后按页面列出的操作办理", "Reload and choose one of the actions shown",
    ),
    "not_yours": (
        "这不是您的记录", "this record is not yours", "owner-default",
        "请从自己的页面办理", "Act from your own pages",
    ),
    "ward_is_adult": (
        "未成年人监护代办到被监护人年满十八周岁为止", "guardianship of a child ends at the eighteenth birthday",
        "民法典 十七、二十七", "成年人请改用“委托代办”，由本人同意", "An adult consents himself",
    ),
    "words_missing": (
        "没有写明理由", "no reason is given", "个人信息保护法 六",
        "请写明理由，至少十个字", "State the reason in ten characters or more",
    ),
    "emergency_open_report": (
        "上一次紧急查看还没有写报告", "the last emergency look has no report yet", "owner-default",
        "请先写完上一次的报告", "Write that report first",
    ),
    "emergency_state": (
        "这次紧急查看已经有报告或结论", "this emergency look has its report or its judgement", "owner-default",
        "无需再写", "Nothing is left to write",
    ),
    "own_emergency": (
        "不能评判自己的紧急查看", "nobody judges his own emergency look", "社会保险经办条例 37",
        "请由另一位审计管理员办理", "Another audit administrator does it",
    ),
    "own_role": (
        "不能给自己授权、收权或复核自己的角色", "nobody grants, takes away or reviews his own roles", "GB/T 22239-2019",
        "请由另一位安全管理员办理", "Another security administrator does it",
    ),
    "review_done": (
        "本季度已经复核过这个角色", "this role was reviewed this quarter already", "owner-default",
        "下个季度再复核", "It comes up again next quarter",
    ),
    "action_unknown": (
        "没有这个操作权限", "there is no such action", "owner-default",
        "请从列表中选择", "Choose from the list",
    ),
    "machine_ended": (
        "这个接口客户端已经停用", "this client was ended", "owner-default",
        "请新建一个客户端", "Make a new one",
    ),
    "redirect_missing": (
        "单点登录需要回调地址，生产环境须为 https", "single sign-on needs a redirect address, https in production",
        "RFC 9700 2.1", "请填写对方系统的回调地址", "Give the other system's redirect address",
    ),
    "institution_there": (
        "这个统一社会信用代码的机构已经登记", "an institution with this credit code is registered already", "owner-default",
        "请在列表中查找", "Look it up in the list",
    ),
    "institution_ended": (
        "没有这个机构，或机构已终止", "there is no such institution in force", "owner-default",
        "请与安全管理员联系", "Ask the security administrator",
    ),
    "institution_purposes": (
        "没有选择用途，或这类机构不能有所选用途", "no purpose was chosen, or one that this kind of institution cannot have",
        "个人信息保护法 六、十三", "请按机构类型选择用途", "Choose among the purposes of its kind",
    ),
    "institution_two": (
        "机构须有两位不同的管理员", "an institution has two different administrators", "GB/T 22239-2019",
        "请填写两个不同的用户名", "Name two different accounts",
    ),
    "institution_account": (
        "没有这个账号，或它属于单位、别的机构或工作人员",
        "there is no such account, or it belongs to an employer, another institution or staff", "owner-default",
        "请使用个人账号或新开的账号；新账号由系统管理员开立",
        "Use a personal or a new account; the system administrator opens new ones",
    ),
    "not_institutions_administrator": (
        "只有本机构的管理员可以办理", "only an administrator of the institution does this", "owner-default",
        "请由本机构管理员办理", "Ask your institution's administrator",
    ),
    "membership_state": (
        "这位经办人现在不能这样处理", "this cannot be done with this member now", "owner-default",
        "请刷新后按页面列出的操作办理", "Reload and choose one of the actions shown",
    ),
    "membership_same_person": (
        "提名和确认须由两位管理员办理", "one administrator names a member, another one confirms", "GB/T 22239-2019",
        "请由另一位管理员确认", "Have the other administrator confirm",
    ),
    "machine_of_one": (
        "客户端只能限于一个单位或一个机构，不能两者都填",
        "a client is bound to one employer or one institution, not both", "owner-default",
        "请只填一个", "Give one of the two",
    ),
    "basis_missing": (
        "没有写明法律依据或案号、文号", "the legal basis or the file number is missing", "个人信息保护法 六、十三",
        "请写明依据的法律条文和本机构的案号或文号", "State the article of law and your institution's file number",
    ),
}  # fmt: skip


def problem(code: str) -> Problem:
    """The reason with this code. Raises KeyError for one that nobody has put into words."""
    zh, en, clause, next_zh, next_en = _REASONS[code]
    return Problem(
        code=code, zh=zh, en=en, clause=clause, next_step_zh=next_zh, next_step_en=next_en
    )
