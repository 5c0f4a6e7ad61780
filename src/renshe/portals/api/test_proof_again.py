"""An answer that only asks for a fresh proof is not kept under its key: the same request goes through after the proof."""

from renshe.domains.cases.models import Case
from renshe.portals.api.conftest import Api, problem
from renshe.portals.conftest import Town

BANK = "/services/pension.change_bank_account/cases"


def stale(me: Api) -> None:
    """As if the proof were long ago."""
    session = me.client.session
    session["proved"] = 0
    session.save()


def test_the_same_key_works_once_one_has_proved_who_one_is(town: Town) -> None:
    me = Api(town.browser("pensioner"))
    name = town.city.people[-1].name
    form = {
        "bank_code": "102",
        "account_number": "6222000000000042",
        "account_again": "6222000000000042",
        "why": "replaced",
        "account_name": name,
    }
    known = me.get("/services/pension.change_bank_account/prefill").json()["form"]
    sent = {"form": known | form, "submit": True}
    before = Case.objects.count()
    stale(me)
    for _ in range(2):
        problem(me.post(BANK, sent, key="one"), 403, "proof_needed")
    assert Case.objects.count() == before
    me.client.post("/account/confirm/")
    first = me.post(BANK, sent, key="one")
    assert first.status_code != 403, first.content.decode()
    again = me.post(BANK, sent, key="one")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again["Idempotency-Replayed"] == "true"
