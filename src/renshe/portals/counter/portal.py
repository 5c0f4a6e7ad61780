"""The counter portal: its name, navigation and who may enter."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.access import staff
from renshe.portals.layout.chrome import NavigationEntry
from renshe.portals.layout.portal import Portal

COUNTER = Portal(
    code="counter",
    title=_("窗口"),
    home="counter:home",
    density="dense",
    navigation=(
        NavigationEntry(
            label=_("受理台"),
            name="counter:home",
            covers=(
                "counter:find",
                "counter:person",
                "counter:employer",
                "counter:form",
                "counter:case",
                "counter:paper",
            ),
        ),
        NavigationEntry(label=_("不限对象的事项"), name="counter:nobody"),
        NavigationEntry(
            label=_("居民养老收费"),
            name="counter:resident_till",
            covers=(
                "counter:resident_person",
                "counter:resident_receipt",
                "counter:resident_due",
                "counter:resident_wrong",
            ),
        ),
        NavigationEntry(label=_("今天经手"), name="counter:today"),
        NavigationEntry(label=_("日结"), name="counter:day_end"),
        NavigationEntry(label=_("办件"), name="casework:home"),
    ),
)
DESK = staff("case.apply")
