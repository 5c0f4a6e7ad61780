"""The institution portal: its name, navigation and who may enter."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.access import own_institution
from renshe.portals.layout.chrome import NavigationEntry
from renshe.portals.layout.portal import Portal

LOOK = own_institution("institution.look")
CERTIFICATE = own_institution("institution.certificate")
DEATH = own_institution("institution.death")
PREMIUM_LIST = own_institution("institution.premium_list")
MEMBERS = own_institution("institution.members")
INSTITUTION = Portal(
    code="institution",
    title=_("机构办理"),
    home="institution:home",
    navigation=(
        NavigationEntry(
            label=_("本机构的请求"), name="institution:home", covers=("institution:request",)
        ),
        NavigationEntry(
            label=_("请求参保证明"), name="institution:certificate", access=CERTIFICATE
        ),
        NavigationEntry(label=_("报告死亡"), name="institution:death", access=DEATH),
        NavigationEntry(
            label=_("资助名单"),
            name="institution:premium_lists",
            covers=("institution:premium_list",),
            access=PREMIUM_LIST,
        ),
        NavigationEntry(label=_("经办人"), name="institution:members", access=MEMBERS),
    ),
)
