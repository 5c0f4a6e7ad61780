"""What the gallery shows: one entry for each component; its markup is `specimens/<code>.html`."""

from dataclasses import dataclass

from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.charts import Chart, Kind, Series, chart
from renshe.portals.layout.maps import Grade, grades
from renshe.portals.layout.paging import Paging


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str

    def read(self, *, chinese: bool) -> str:
        """The text in the reader's language."""
        return self.zh if chinese else self.en


@dataclass(frozen=True, kw_only=True)
class Specimen:
    """One component: the name of its template, its title and what it is for."""

    code: str
    title: Words
    note: Words


@dataclass(frozen=True, kw_only=True)
class Example:
    """Figures that the specimens are drawn with."""

    amount: Amount
    bars: Chart
    stacked: Chart
    lines: Chart
    grades: tuple[Grade, ...]
    paging: Paging


MONTHS = ("7", "8", "9", "10")


def _example_chart(title: str, kind: Kind) -> Chart:
    return chart(
        title=title,
        kind=kind,
        categories=MONTHS,
        short=MONTHS,
        series=(
            Series(label="A", amounts_fen=(120_000_00, 135_000_00, 128_000_00, 140_000_00)),
            Series(label="B", amounts_fen=(90_000_00, 96_000_00, 131_000_00, 99_000_00)),
            Series(label="C", amounts_fen=(30_000_00, 42_000_00, 22_000_00, 41_000_00)),
        ),
    )


def example() -> Example:
    """The same figures every time; they are nobody's."""
    return Example(
        amount=Amount(fen=123_456, explain_url="#amount"),
        bars=_example_chart("A / B / C", "bars"),
        stacked=_example_chart("A + B + C", "stacked"),
        lines=chart(
            title="A / B",
            kind="lines",
            categories=MONTHS,
            short=MONTHS,
            series=(
                Series(label="A", amounts_fen=(96_000_00, 104_000_00, None, 128_000_00)),
                Series(label="B", amounts_fen=(90_000_00, 96_000_00, 110_000_00, 131_000_00)),
                Series(label="=", amounts_fen=(120_000_00,) * len(MONTHS), goal=True),
            ),
        ),
        grades=grades(),
        paging=Paging(number=2, total=137),
    )


SPECIMENS: tuple[Specimen, ...] = (
    Specimen(
        code="colours",
        title=Words(zh="颜色", en="Colours"),
        note=Words(
            zh="只用令牌，不写色值。颜色只重复文字已经说过的。",
            en="Tokens only, never a value. Colour repeats what words have said.",
        ),
    ),
    Specimen(
        code="buttons",
        title=Words(zh="按钮", en="Buttons"),
        note=Words(
            zh="每页一个主按钮。不能撤回的用危险按钮，并先再问一次。",
            en="One main button a page. What cannot be undone is a danger button and asks again first.",
        ),
    ),
    Specimen(
        code="field",
        title=Words(zh="表单字段", en="Form field"),
        note=Words(
            zh="标签在上，提示在下，错误写明怎么改；已填的内容保留。",
            en="Label above, hint below; an error says how to mend it; what was typed stays.",
        ),
    ),
    Specimen(
        code="choices",
        title=Words(zh="单选与多选", en="Choices"),
        note=Words(
            zh="整行可点。选项少时不用下拉框。",
            en="The whole line can be pressed. Few options need no drop-down.",
        ),
    ),
    Specimen(
        code="error_summary",
        title=Words(zh="错误汇总", en="Error summary"),
        note=Words(
            zh="放在页面最上面，获得焦点，每条链接到字段。",
            en="At the top of the page, takes the focus, and links to each field.",
        ),
    ),
    Specimen(
        code="register_says",
        title=Words(zh="与登记不一致", en="Differs from the register"),
        note=Words(
            zh="点亮不同之处，并列出两个值和来源。",
            en="The difference is lit, with both values and their source.",
        ),
    ),
    Specimen(
        code="upload",
        title=Words(zh="上传材料", en="File upload"),
        note=Words(
            zh="先说要什么、多大、什么格式。",
            en="Says first what is wanted, how large and in which format.",
        ),
    ),
    Specimen(
        code="evidence",
        title=Words(zh="材料缩略图", en="Evidence"),
        note=Words(
            zh="材料名、类型、校验值前几位；正在看的有边框。",
            en="Name, kind and the first digits of the hash; the one in view has a frame.",
        ),
    ),
    Specimen(
        code="states",
        title=Words(zh="状态", en="States"),
        note=Words(
            zh="文字说明状态，颜色只是重复。",
            en="Words say the state; colour repeats it.",
        ),
    ),
    Specimen(
        code="clocks",
        title=Words(zh="时限", en="Clocks"),
        note=Words(
            zh="剩余天数、快到期、超期、暂停，各有文字和图形。",
            en="Days left, running out, overdue, paused: each in words and by a sign.",
        ),
    ),
    Specimen(
        code="progress",
        title=Words(zh="办理进度", en="Progress"),
        note=Words(
            zh="到哪一步、在谁手里、什么时候到期、下一步由谁做。",
            en="Which step, who holds it, when it is due, whose move is next.",
        ),
    ),
    Specimen(
        code="events",
        title=Words(zh="经过与空档", en="History with gaps"),
        note=Words(
            zh="时限停下来的一段画成空档。",
            en="A stretch in which the clock stood still is drawn as a gap.",
        ),
    ),
    Specimen(
        code="months",
        title=Words(zh="月份网格", en="Months with gaps"),
        note=Words(
            zh="每种状态有自己的符号和边框。",
            en="Each state has a sign and an outline of its own.",
        ),
    ),
    Specimen(
        code="thread",
        title=Words(zh="往来消息", en="Messages"),
        note=Words(
            zh="申请人看得到的和只有工作人员看得到的，明显分开。",
            en="What the applicant sees and what only staff see are plainly apart.",
        ),
    ),
    Specimen(
        code="workbench",
        title=Words(zh="左材料、右表单", en="Evidence left, form right"),
        note=Words(
            zh="两栏各自滚动，决定栏留在底部。",
            en="Both panes scroll by themselves; the decision stays at the bottom.",
        ),
    ),
    Specimen(
        code="command_bar",
        title=Words(zh="命令栏与按键", en="Command bar and keys"),
        note=Words(
            zh="按 / 进入；j、k 或方向键逐行；功能键写在按钮上。",
            en="/ leads into it; j, k or the arrows go by row; function keys are written on buttons.",
        ),
    ),
    Specimen(
        code="dense_table",
        title=Words(zh="密集表格", en="Dense table"),
        note=Words(
            zh="表头和首列不动，所在行点亮。",
            en="Head and first column stay; the row in hand is lit.",
        ),
    ),
    Specimen(
        code="money_table",
        title=Words(zh="金额表", en="Money table"),
        note=Words(
            zh="数字右对齐、等宽；带虚线的金额点开看怎么算。",
            en="Figures right-aligned and of one width; a dotted amount opens its explanation.",
        ),
    ),
    Specimen(
        code="chart",
        title=Words(zh="柱图", en="Bars"),
        note=Words(
            zh="图由脚本从表里读出来画；没有脚本就是表。实心、斜纹、圆点、横纹，不靠颜色也分得开；方向键逐个查看。",
            en="A script reads the table and draws it; without one the table is all. Full, slanted, dotted, level: "
            "told apart without colour. Arrow keys go by item.",
        ),
    ),
    Specimen(
        code="chart_stacked",
        title=Words(zh="堆叠柱图", en="Stacked bars"),
        note=Words(
            zh="几部分合成一个总数时用。",
            en="For parts that make up one sum.",
        ),
    ),
    Specimen(
        code="chart_lines",
        title=Words(zh="折线与目标线", en="Lines and a goal"),
        note=Words(
            zh="线型和点形各不相同；没有数的地方断开；目标线是表里的一列。",
            en="Each line has a stroke and a point of its own; where there is no figure it breaks; the goal is a column.",
        ),
    ),
    Specimen(
        code="tile_map",
        title=Words(zh="方格示意图", en="Tile map"),
        note=Words(
            zh="每个街镇一格，大小相同，只表示大致方位，不表示边界和面积。数写在格子里，分档有底纹。",
            en="One equal tile for each street or town: roughly where, never its border or area. "
            "The figure stands on the tile; each class has its pattern.",
        ),
    ),
    Specimen(
        code="lists",
        title=Words(zh="卡片与名值", en="Cards, names and values"),
        note=Words(
            zh="整张卡片通向标题所指的页面。",
            en="The whole card leads where its heading leads.",
        ),
    ),
    Specimen(
        code="toolbar",
        title=Words(zh="工具栏、分栏与翻页", en="Toolbar, views, pages"),
        note=Words(
            zh="筛选条件写在地址里，可以收藏和转发。",
            en="Filters stand in the address, so that it can be kept and passed on.",
        ),
    ),
    Specimen(
        code="dialog",
        title=Words(zh="对话框与折叠", en="Dialog and fold"),
        note=Words(
            zh="不需要脚本。次要内容放进折叠，大字版里默认收起。",
            en="Needs no script. What is secondary goes into a fold, closed in large type.",
        ),
    ),
    Specimen(
        code="empty",
        title=Words(zh="空、加载、受阻", en="Empty, loading, refused"),
        note=Words(
            zh="说明为什么空、这里会有什么、现在能做什么；受阻时给理由、条款和下一步。",
            en="Why it is empty, what will stand here, what to do; a refusal has reason, clause and next step.",
        ),
    ),
    Specimen(
        code="sheet",
        title=Words(zh="打印文书", en="Paper"),
        note=Words(
            zh="屏幕上看到的就是打印出来的。",
            en="What is on the screen is what will be printed.",
        ),
    ),
)
