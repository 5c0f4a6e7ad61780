"""What a month's contribution adds to the individual account: the personal share and a top-up.

Until 2005 the employer's share topped the credit up to 11 % of the base; since then it is 8 %, all
of it the person's own. Guangdong opened accounts in July 1998 and changed over in July 2006.
"""

from renshe.kernel.rules import half_up, rule

FEN = half_up("fen", clause="owner-default")


@rule(
    zh="单位划入个人账户",
    en="employer's part credited to the account",
    unit="fen",
    valid_from="1991-06-26",
    instrument="国发〔1997〕26号；国发〔2005〕38号",
    article="国发〔1997〕26号第四条",
    rounding=FEN,
)
def account_top_up(pension_base, account_rate, pension_personal_rate):
    """What your account received beyond your own share, so that the credit reached 11 % of the
    base; nothing since 2006."""
    return pension_base * max(account_rate - pension_personal_rate, 0)


@rule(
    zh="当月记入个人账户",
    en="credit to the individual account",
    unit="fen",
    valid_from="1998-01-01",
    instrument="国发〔1997〕26号；国发〔2005〕38号",
    article="国发〔2005〕38号第六条",
)
def account_credit(pension_personal, account_top_up):
    """What this month adds to your individual account: your own share, and until 2005 a part of the
    employer's."""
    return pension_personal + account_top_up


@rule(
    name="account_credit",
    place="440000",
    zh="当月记入个人账户（广东，1998年上半年）",
    en="credit to the individual account (Guangdong, first half of 1998)",
    unit="fen",
    valid_from="1998-01-01",
    valid_to="1998-06-30",
    instrument="粤府〔1998〕21号",
    article="",
)
def guangdong_account_credit_before_accounts():
    """Guangdong opened individual accounts on 1 July 1998; earlier months are honoured in the
    pension formula."""
    return 0


@rule(
    name="account_credit",
    place="310000",
    zh="当月记入个人账户（上海，1993至1997年）",
    en="credit to the individual account (Shanghai, 1993 to 1997)",
    unit="fen",
    valid_from="1993-01-01",
    valid_to="1997-12-31",
    instrument="上海市城镇职工养老保险制度改革方案",
    article="",
    confidence="K?",
)
def shanghai_account_credit_before_1998(pension_personal, account_top_up):
    """Shanghai kept individual accounts from January 1993: your own share and what the employer's
    added."""
    return pension_personal + account_top_up


@rule(
    name="account_credit",
    zh="当月记入个人账户（制度建立前）",
    en="credit to the individual account (before accounts)",
    unit="fen",
    valid_from="1953-01-02",
    valid_to="1997-12-31",
    instrument="国发〔1997〕26号",
    article="四",
)
def no_account_credit():
    """Individual accounts began nationally in 1998; earlier months are honoured in the pension
    formula."""
    return 0
