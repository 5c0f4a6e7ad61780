"""How worked examples on transfers between provinces are put to the law."""

from fractions import Fraction

from renshe.kernel.rules.examples import Question, answer, as_is, binding, yuan
from renshe.laws.pension.basic_pension.bindings import exact, fen

POOLED_SINCE = 1998
# Provinces, and cities that examples name instead of them.
PROVINCES = {
    "beijing": 110000, "tianjin": 120000, "hebei": 130000, "shijiazhuang": 130000, "shanxi": 140000, "taiyuan": 140000,
    "inner mongolia": 150000, "liaoning": 210000, "shenyang": 210000, "dalian": 210000, "jilin": 220000,
    "changchun": 220000, "heilongjiang": 230000, "harbin": 230000, "shanghai": 310000, "jiangsu": 320000,
    "nanjing": 320000, "suzhou": 320000, "zhejiang": 330000, "hangzhou": 330000, "ningbo": 330000, "anhui": 340000,
    "hefei": 340000, "fujian": 350000, "fuzhou": 350000, "xiamen": 350000, "jiangxi": 360000, "nanchang": 360000,
    "shandong": 370000, "jinan": 370000, "qingdao": 370000, "henan": 410000, "zhengzhou": 410000, "hubei": 420000,
    "wuhan": 420000, "hunan": 430000, "changsha": 430000, "guangdong": 440000, "guangzhou": 440000,
    "shenzhen": 440000, "zhuhai": 440000, "dongguan": 440000, "foshan": 440000, "guangxi": 450000, "nanning": 450000,
    "hainan": 460000, "haikou": 460000, "chongqing": 500000, "sichuan": 510000, "chengdu": 510000, "guizhou": 520000,
    "guiyang": 520000, "yunnan": 530000, "kunming": 530000, "tibet": 540000, "shaanxi": 610000, "xi'an": 610000,
    "xian": 610000, "gansu": 620000, "lanzhou": 620000, "qinghai": 630000, "xining": 630000, "ningxia": 640000,
    "yinchuan": 640000, "xinjiang": 650000, "urumqi": 650000,
}  # fmt: skip


def base_sum(segments):
    """The bases of the listed months since 1998, in fen."""
    counted = [s for s in segments if int(s["year"]) >= POOLED_SINCE]
    return sum((fen(s["base"]) * exact(s["months"]) for s in counted), Fraction(0))


@binding("interprovincial_transfer_amount")
def transfer_amount(inputs):
    """Spans of months with year and base; the credit of a year by the rate of that year."""
    segments = inputs["segments"]
    questions = [
        Question(
            place="CN",
            on="2025-01-01",
            facts={"transferred_base_sum": base_sum(segments)},
            answers={"pooled_transfer": yuan("transfer_pooled_amount")},
        )
    ]
    for year in sorted({int(segment["year"]) for segment in segments}):
        of_year = [segment for segment in segments if int(segment["year"]) == year]
        questions.append(
            Question(
                place="CN",
                on=f"{year}-12-31",
                facts={"account_base_sum": base_sum(of_year)},
                answers={f"account_credit_{year}": yuan("account_credit_of_year")},
            )
        )
    return questions


@binding("temporary_account")
def temporary(inputs):
    """Sex, age and whether the new place is the household place."""
    return Question(
        place="CN",
        on="2025-01-01",
        facts={
            "sex": inputs["sex"],
            "age_at_new_enrolment": int(inputs["age_at_new_enrolment"]),
            "new_place_is_household_place": bool(inputs["new_place_is_hukou"]),
        },
        answers={"temporary_account": as_is("temporary_account")},
    )


@binding("place_of_benefit")
def benefit_place(inputs):
    """Years by place in the order of the relations; years of one province add up at its last relation."""
    order = [str(name) for name in inputs.get("order") or inputs["years"]]
    named = [*order, str(inputs["hukou"]), str(inputs["current_relation"])]
    codes = {name: PROVINCES.get(name.lower()) for name in named}
    if None in codes.values():
        return None
    months: dict[int, Fraction] = {}
    for name in order:
        earlier = months.pop(codes[name], Fraction(0))
        months[codes[name]] = earlier + exact(inputs["years"][name]) * 12
    household = str(inputs["hukou"])

    def said(code):
        if int(code) == codes[household]:
            return household
        return next(name for name in reversed(order) if codes[name] == int(code))

    return Question(
        place="CN",
        on="2025-01-01",
        facts={
            "household_province": codes[household],
            "current_province": codes[str(inputs["current_relation"])],
            "provincial_relations": [
                {"province": code, "months": count} for code, count in months.items()
            ],
        },
        answers={"place": answer("place_of_benefit", by=said)},
    )
