"""The steps of a month in their order, and what each is called: read by the command line before Django is there."""

TITLES = {
    "declare": "申报 declarations",
    "correct": "增减变动更正 late changes",
    "assess": "核定 assessment",
    "collect": "征收 collection",
    "review": "病残津贴复核 invalidity allowances reviewed",
    "ages": "征地养老按年龄增加 land allowances by age",
    "pension": "养老金发放 pensions",
    "once": "一次性待遇发放 one-off benefits",
    "annuity": "年金发放 annuities",
    "late": "迟缴与记账 late money and crediting",
    "interest": "公布利率后计息 interest once its rate is published",
    "bank": "对账 reconciliation",
    "close": "结账 close",
    "watch": "征地保障监测 land security watched",
}
STEPS = tuple(TITLES)
