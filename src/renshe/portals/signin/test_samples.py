"""Made-up contexts of the entrance's pages, for tests of templates."""

from datetime import date

from renshe.portals.signin.demonstration import DemonstrationAccount, DemonstrationRole
from renshe.portals.signin.pages.home import Door, HomePage
from renshe.portals.signin.pages.sign_in import SignInPage


def sign_in_page() -> SignInPage:
    """The demonstration's sign-in after a wrong password."""
    return SignInPage(
        username="chen",
        failed=True,
        next="/employer/",
        today=date(2025, 10, 31),
        roles=(
            DemonstrationRole(
                title="单位经办人",
                purpose="报名册，看账单和与上月的差别",
                accounts=(DemonstrationAccount(username="e1", display_name="海棠精密 陈会计"),),
            ),
            DemonstrationRole(
                title="参保人",
                purpose="看缴费、个人账户、养老金，每个数怎么来的",
                accounts=(
                    DemonstrationAccount(username="p1", display_name="欧雪（在职）"),
                    DemonstrationAccount(username="p2", display_name="王小明（退休）"),
                ),
            ),
        ),
    )


def home_page() -> HomePage:
    """Somebody with two roles."""
    return HomePage(
        display_name="陈会计",
        doors=(
            Door(
                title="单位社会保险", purpose="本月申报、差错更正、账单和缴费状态", url="/employer/"
            ),
            Door(title="我的社会保险", purpose="缴费记录、个人账户、养老金", url="/me/"),
        ),
    )


PAGES = {
    "signin/pages/sign_in.html": sign_in_page,
    "signin/pages/home.html": home_page,
    "signin/pages/home.html#none": lambda: HomePage(display_name="陈会计", doors=()),
}
