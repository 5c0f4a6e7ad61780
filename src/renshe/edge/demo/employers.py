"""Employers by trade and size: sizes fall by a power law, the large are old, a fifth of all have closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from renshe.edge.demo.addresses import communities, residence_codes
from renshe.edge.demo.days import NEVER, dates, first_days
from renshe.edge.demo.draws import Draws, cumulative, lognormal_permille
from renshe.edge.demo.identifiers import credit_codes
from renshe.edge.demo.profile import Profile, month_of

PEOPLE_PER_EMPLOYER = 17
ANCHORS = 6
"""The largest units, as old as anybody's career and never closed, so that there is an employer in every year."""

OWN_PAYER = -1
SIZES = ("large", "medium", "small", "micro")
KINDS = ("enterprise", "institution", "government", "individual")
_USCC_HEADS = ("91", "12", "11", "92")

# Of each trade (GB/T 4754): level of wages and the class of the work injury rate with weights, both assumed. The
# true class goes by the finer divisions of 人社部发〔2015〕71号, annex.
_TRADES: dict[str, tuple[int, tuple[int, ...], str]] = {
    "A": (650, (4,), "生态农业 水产养殖 园艺"),
    "C": (980, (3, 3, 3, 4, 4, 5, 6), "电子 精密制造 家电配件 食品 塑胶制品 模具 医疗器械 印刷"),
    "D": (1400, (3,), "供水服务 能源服务"),
    "E": (950, (6,), "建筑工程 装饰工程 市政工程 消防工程"),
    "F": (850, (2,), "贸易 商贸 百货 建材销售 医药"),
    "G": (1050, (5, 3), "物流 运输服务 供应链管理"),
    "H": (650, (2,), "餐饮管理 酒店 茶餐厅"),
    "I": (1650, (1, 2), "软件 信息技术 网络科技"),
    "K": (950, (2,), "物业服务 房地产经纪"),
    "L": (950, (2,), "人力资源 企业管理 广告 会展服务"),
    "M": (1350, (2,), "检测技术 工程设计 生物科技"),
    "N": (800, (3,), "环境服务 园林绿化"),
    "O": (650, (3,), "汽车维修 家政服务 美容美发"),
    "P": (1150, (2,), "教育培训 幼儿园 职业学校"),
    "Q": (1200, (2,), "门诊部 护理院 康复医院"),
    "R": (850, (2,), "文化传播 体育健身"),
    "S": (1200, (1,), "街道综合服务中心 公共服务中心"),
}
_BRAND_FIRST = "云岚穗粤濠屿砚澄朗恒臻屹颐霁淇沐熠铭骏博瀚弘昱璟旭晟凯翊翰维"
_BRAND_SECOND = "泽舟桁川麟羽桉朔笙禾岑珩昇澔栎棠越棣谦辰蔚阑朴颂邺岱钧恺霖阔"


@dataclass
class Employers:
    """Columns of the city's employers (employer id = position + 1). Months are ordinals, NEVER if still open."""

    weight: np.ndarray
    opened: np.ndarray
    closed: np.ndarray
    successor: np.ndarray
    trade: np.ndarray
    kind: np.ndarray
    size: np.ndarray
    injury_class: np.ndarray
    wage_permille: np.ndarray
    declares_floor: np.ndarray
    owes_from: np.ndarray
    anchors: np.ndarray

    def __len__(self) -> int:
        return len(self.weight)


def found_employers(*, plan: Profile, people: int, draws: Draws, as_of: dt.date) -> Employers:
    """All employers that ever insured somebody in the city, by rank of size in a shuffled order."""
    count = max(3 * ANCHORS, round(people / PEOPLE_PER_EMPLOYER))
    index = np.arange(count, dtype=np.int64)
    rank = np.empty(count, dtype=np.int64)
    rank[np.argsort(draws.words("size rank", index), kind="stable")] = index
    # Zipf's law with the top flattened, so that the largest has a twelfth of the heads and not a fifth.
    weight = 100_000_000 // (rank + 3)
    month = month_of(as_of)
    opened, closed = _lives(draws=draws, index=index, rank=rank, month=month)
    heads = _expected_heads(weight=weight, alive=closed == NEVER, people=people)
    trade, kind, injury = _trades(plan=plan, draws=draws, index=index, heads=heads)
    size = _sizes(heads=heads, trade=trade)
    small = (size >= 2) & ((kind == 0) | (kind == 3))
    levels = np.array([_TRADES[t][0] for t in _TRADES])
    spread = draws.table("employer wage", index, lognormal_permille(22))
    owing = small & (closed == NEVER) & draws.chance("owes", index, 45) & (rank >= ANCHORS)
    return Employers(
        weight=weight,
        opened=opened,
        closed=closed,
        successor=_successors(draws=draws, index=index, closed=closed, opened=opened, rank=rank),
        trade=trade,
        kind=kind,
        size=size,
        injury_class=injury,
        wage_permille=levels[trade]
        * spread
        // 1000
        * np.array([1180, 1060, 970, 900])[size]
        // 1000,
        declares_floor=small & draws.chance("declares the floor", index, 380),
        owes_from=np.where(owing, month - 1 - draws.integers("owes since", index, 9), NEVER),
        anchors=np.flatnonzero(rank < ANCHORS),
    )


def _lives(
    *, draws: Draws, index: np.ndarray, rank: np.ndarray, month: int
) -> tuple[np.ndarray, np.ndarray]:
    """Month of registration and of closing. Two small units in five of those ever founded are gone."""
    year = month // 12
    by_year = cumulative([20 + (y - 1980) ** 2 for y in range(1980, year)])
    opened = (1980 + draws.choose("opened", index, by_year)) * 12 + draws.integers(
        "opened in", index, 12
    )
    old = rank < len(index) // 30
    opened = np.where(old, 1958 * 12 + draws.integers("opened early", index, 40 * 12), opened)
    opened = np.where(rank < ANCHORS, 1950 * 12 + draws.integers("oldest", index, 60), opened)
    gone = ~old & (rank >= ANCHORS) & draws.chance("closed", index, 280) & (opened < month - 36)
    life = 24 + draws.integers("life", index, np.maximum(month - 25 - opened, 1))
    return opened, np.where(gone, opened + life, NEVER)


def _expected_heads(*, weight: np.ndarray, alive: np.ndarray, people: int) -> np.ndarray:
    total = int(weight[alive].sum())
    heads = weight * (people * 39 // 100) // total
    return np.where(alive, heads, np.minimum(heads, 60))


def _sizes(*, heads: np.ndarray, trade: np.ndarray) -> np.ndarray:
    """Size by heads alone (统计上大中小微型企业划分办法(2017), whose turnover and assets are left out)."""
    industrial = np.isin(trade, [list(_TRADES).index(letter) for letter in "CDE"])
    large, medium = np.where(industrial, 1000, 300), np.where(industrial, 300, 100)
    small = np.where(industrial, 20, 10)
    return np.select([heads >= large, heads >= medium, heads >= small], [0, 1, 2], 3)


def _trades(
    *, plan: Profile, draws: Draws, index: np.ndarray, heads: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    letters = list(_TRADES)
    shares = dict(plan.industries)
    trade = draws.choose("trade", index, cumulative([shares.get(letter, 0) for letter in letters]))
    public = draws.chance("public body", index, 12)
    trade = np.where(public, letters.index("S"), trade)
    taught = np.isin(trade, [letters.index("P"), letters.index("Q")])
    tiny = np.isin(trade, [letters.index(x) for x in "FHOG"]) & (heads < 6)
    kind = np.where(taught & draws.chance("public institution", index, 350), 1, 0)
    kind = np.where(public, np.where(draws.chance("government", index, 500), 2, 1), kind)
    kind = np.where(tiny & draws.chance("sole trader", index, 500), 3, kind)
    classes = [_TRADES[letter][1] for letter in letters]
    width = max(len(c) for c in classes)
    padded = np.array([[c[k % len(c)] for k in range(width)] for c in classes])
    injury = padded[trade, draws.integers("injury class", index, width)]
    return trade, kind, injury


def _successors(
    *, draws: Draws, index: np.ndarray, closed: np.ndarray, opened: np.ndarray, rank: np.ndarray
) -> np.ndarray:
    """One closed unit in twenty was merged into one of the hundred largest that is open; -1 for the others."""
    merged = (closed < NEVER) & draws.chance("merged", index, 50)
    takers = np.flatnonzero((rank < 100) & (closed == NEVER))
    taker = takers[draws.integers("taker", index, len(takers))]
    return np.where(merged & (opened[taker] <= closed), taker, -1)


def _legal_form(kind: int, size: int) -> str:
    if kind == 0:
        return "股份有限公司" if size == 0 else "有限公司"
    return {1: "", 2: "办公室", 3: "店"}[kind]


def employer_names(*, plan: Profile, employers: Employers) -> list[str]:
    """A name for each, all different: the city, a made-up brand of two characters, the trade and the legal form."""
    letters, names, space = list(_TRADES), [], len(_BRAND_FIRST) * len(_BRAND_SECOND)
    for position, (trade, kind, size) in enumerate(
        zip(employers.trade.tolist(), employers.kind.tolist(), employers.size.tolist(), strict=True)
    ):
        words = _TRADES[letters[trade]][2].split()
        # 397 shares no factor with the number of brands: each lap uses every brand once, with another word.
        lap, brand = position // space, (position * 397) % space
        number, word = divmod(lap, len(words))
        suffix = f"（{_chinese_number(number + 1)}）" if number else ""
        name = f"{brand_name(brand)}{words[(word + brand) % len(words)]}{suffix}{_legal_form(kind, size)}"
        names.append(f"{plan.short_name}{name}" if kind else f"{plan.short_name}市{name}")
    return names


def brand_name(number: int) -> str:
    """The two characters of a brand that no company is known by; `number` counts them, and they come round again."""
    first, second = divmod(number % (len(_BRAND_FIRST) * len(_BRAND_SECOND)), len(_BRAND_SECOND))
    return _BRAND_FIRST[first] + _BRAND_SECOND[second]


STREET_DIGITS = 9


def _chinese_number(number: int) -> str:
    digits = "〇一二三四五六七八九"
    return "".join(digits[int(d)] for d in str(number))


def _streets(*, plan: Profile, draws: Draws, index: np.ndarray) -> pa.Array:
    """The nine-digit code of the street or town where each employer is registered: drawn as people are settled, so that a
    street with many people has many employers."""
    community = draws.choose("employer's street", index, communities(plan).weights)
    return pc.utf8_slice_codeunits(
        residence_codes(plan=plan, community=community), 0, STREET_DIGITS
    )


def employer_table(*, plan: Profile, employers: Employers, draws: Draws) -> pa.Table:
    """The rows of `registry_employer`."""
    index = np.arange(len(employers), dtype=np.int64)
    letters = list(_TRADES)
    numbers = 31**7 * 3 + index * 7_919 + draws.seed % 1000
    codes = credit_codes(
        np.array(_USCC_HEADS)[employers.kind], np.full(len(index), int(plan.mobile_seat)), numbers
    )
    opened = first_days(employers.opened) + draws.integers("day opened", index, 28)
    closed = first_days(employers.closed) + draws.integers("day closed", index, 28)
    merged = employers.successor >= 0
    return pa.table(
        {
            "id": index + 1,
            "uscc": codes,
            "name": employer_names(plan=plan, employers=employers),
            "kind": pa.array(KINDS).take(pa.array(employers.kind)),
            "industry_code": pa.array(letters).take(pa.array(employers.trade)),
            "size_class": pa.array(SIZES).take(pa.array(employers.size)),
            "injury_rate_class": employers.injury_class.astype(np.int16),
            "place": _streets(plan=plan, draws=draws, index=index),
            "registered_on": dates(opened),
            "closed_on": dates(closed, employers.closed < NEVER),
            "successor_id": pa.array(employers.successor + 1, mask=~merged),
        }
    )
