"""How worked examples on Guangdong's transitional pension are put to the law."""

from fractions import Fraction

from renshe.kernel.rules.examples import Question, as_is, binding, percent, yuan
from renshe.laws.pension.basic_pension.bindings import contribution_months_of, fen

# The examples write the annex's places in English.
PLACES = {
    "whole province": "全省",
    "province": "全省",
    "provincial average": "全省",
    "province direct": "省直",
    "provincial direct": "省直",
    "province-direct": "省直",
    "provincial state farms": "省农垦",
    "guangzhou": "广州市",
    "shenzhen": "深圳市",
    "zhuhai": "珠海市",
    "shantou": "汕头市",
    "shaoguan": "韶关市",
    "heyuan": "河源市",
    "meizhou": "梅州市",
    "huizhou": "惠州市",
    "shanwei": "汕尾市",
    "dongguan": "东莞市",
    "zhongshan": "中山市",
    "jiangmen": "江门市",
    "foshan": "佛山市",
    "yangjiang": "阳江市",
    "zhanjiang": "湛江市",
    "maoming": "茂名市",
    "zhaoqing": "肇庆市",
    "yunfu": "云浮市",
    "qingyuan": "清远市",
    "chaozhou": "潮州市",
    "jieyang": "揭阳市",
    "doumen": "斗门县",
    "huadu": "花都市",
    "zengcheng": "增城市",
    "panyu": "番禺市",
    "conghua": "从化县",
    "baoan": "宝安区",
    "bao'an": "宝安区",
    "longgang": "龙岗区",
    "shunde": "顺德市",
    "nanhai": "南海市",
    "sanshui": "三水市",
    "gaoming": "高明县",
    "huiyang": "惠阳县",
    "huidong": "惠东县",
    "boluo": "博罗县",
    "longmen": "龙门县",
    "xinhui": "新会市",
    "taishan": "台山市",
    "kaiping": "开平市",
    "heshan": "鹤山市",
    "enping": "恩平县",
}
_KINDS = (
    "city",
    "county",
    "district",
    "average",
    "area",
    "proper",
    "mean",
    "of",
    "the",
    "units",
    "municipality",
)


def workplace(text):
    """The annex's name of a place written in English or Chinese; None where the annex has no such
    name."""
    name = str(text).strip()
    if not name.isascii():
        return name
    words = name.lower().replace(",", " ").replace("(", " ").replace(")", " ").split()
    urban = "urban" in words
    plain = " ".join(word for word in words if word not in _KINDS and word != "urban")
    found = PLACES.get(plain) or PLACES.get(" ".join(words))
    if urban and found and found.endswith("市"):
        return found + "区"
    return found


@binding("guangdong_transitional_phase_in")
def phase_in(inputs):
    """Old part, index and years before July 1998 from the sheet; the phase-in by the year of
    retirement."""
    index = Fraction(str(inputs["pre_1998_06_index"]))
    given = {
        "pension_calculation_base": fen(inputs["calc_base"]),
        "contribution_months": contribution_months_of(inputs),
        "new_method_weighted_years": index * Fraction(str(inputs["pre_1998_06_years"])),
        "old_deemed_part": fen(inputs.get("old_method_part") or 0),
    }
    return Question(
        place="440000",
        on=f"{int(inputs['retire_year'])}-12-31",
        facts={},
        given=given,
        answers={
            "new_method_transitional": yuan("new_method_transitional"),
            "years_allowance": yuan("years_allowance"),
            "fixed_addition": yuan("fixed_addition"),
            "transitional_line": yuan("transitional_pension"),
            "phase_in_percent": percent("phase_in_share"),
            "adjustment": yuan("pension_adjustment_line"),
        },
    )


@binding("guangdong_transitional_phase_in_table")
def phase_in_table(inputs):
    """The phase-in of a year of retirement."""
    return Question(
        place="440000",
        on=f"{int(inputs['retire_year'])}-12-31",
        facts={},
        answers={"percent": percent("phase_in_share")},
    )


@binding("guangdong_deemed_index_before_1994")
def deemed_index(inputs):
    """A place of the annex's table."""
    place = workplace(inputs["place"])
    if place is None:
        return None
    return Question(
        place="440000",
        on="2025-01-01",
        facts={"deemed_workplace": place},
        given={"deemed_months": 1, "months_paid_before_1994": 0},
        answers={"index": as_is("deemed_contribution_index")},
    )
