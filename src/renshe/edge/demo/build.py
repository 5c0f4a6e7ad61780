"""`build_city`: one call makes a whole city in an empty database and says who can sign in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from django.conf import settings

from renshe.edge.demo.accounts import (
    Login,
    choose_employer,
    choose_insured,
    choose_pensioner,
    claimants,
    logins,
    open_accounts,
)
from renshe.edge.demo.annuities import give_annuities
from renshe.edge.demo.certification import certify
from renshe.edge.demo.city import AS_OF, CHUNK, SEED, City
from renshe.edge.demo.expropriation import expropriate
from renshe.edge.demo.institution import staff_public_bodies
from renshe.edge.demo.invalidity import grant_allowances
from renshe.edge.demo.land_watch import watch_since
from renshe.edge.demo.load import Load, Loaded, Progress
from renshe.edge.demo.premium_help import help_people
from renshe.edge.demo.resident import enter_residents
from renshe.edge.demo.retirees import settle_retirees, show_retiree
from renshe.edge.demo.retirement import prepare_retirements
from renshe.edge.demo.rosters import FOLDER, write_rosters
from renshe.edge.demo.transfers import move_relations
from renshe.edge.demo.truth import Truth, counts, truth_folder, write_truths
from renshe.edge.home import home


class NotHere(RuntimeError):
    """A demonstration city is never built in a production installation."""


def silent(step: str, done: int, total: int) -> None:
    """Report progress to nobody."""


def build_city(
    *,
    place: str,
    people: int = 30_000,
    seed: int = SEED,
    as_of: dt.date = AS_OF,
    progress: Progress = silent,
    chunk: int = CHUNK,
) -> dict[str, Any]:
    """Build the city of `people` inhabitants at `place` (440400 or 310112) as it is on the morning of `as_of`.

    The database must have every table and no row of ours; Django's connection must be the runner's. The summary
    names rows by table, opening books by fund, planted truths by kind, sign-ins with passwords, and whom to look at.
    Raises NotHere in production, ValueError for a place without a city.
    """
    if settings.PRODUCTION:
        raise NotHere(
            "生产环境不生成演示城市。 A production installation holds no demonstration city."
        )
    progress("规划 plan", 0, 1)
    city = City.found(place=place, people=people, seed=seed, as_of=as_of)
    progress("规划 plan", 1, 1)
    loaded = Load(city=city, progress=progress, chunk=chunk).run()
    progress("账号、花名册 accounts and rosters", 0, 1)
    employer = choose_employer(city=city, heads=loaded.heads)
    rosters = home() / "demo" / FOLDER
    truths = [
        *city.frauds.truths,
        *city.mistakes.truths,
        *city.later_truths(),
        *loaded.truths,
        *write_rosters(city=city, heads=loaded.heads, employer=employer, folder=rosters),
    ]
    write_truths(truths=truths, folder=truth_folder())
    certify(city=city, truths=truths)
    villagers = expropriate(
        place=place,
        people=people,
        draws=city.draws,
        as_of=as_of,
        spared=[one.subject for one in truths if one.subject_kind == "person"],
    )
    villagers += enter_residents(city=city)
    villagers += help_people(
        place=place,
        people=people,
        as_of=as_of,
        spared=[
            *(one.subject for one in truths if one.subject_kind == "person"),
            *(one.person_id for one in villagers if one.person_id is not None),
        ],
    )
    watch_since(place=place, as_of=as_of)
    villagers += staff_public_bodies(
        city=city, spared=[one.subject for one in truths if one.subject_kind == "person"]
    )
    grant_allowances(
        place=place, as_of=as_of, seed=seed,
        spared=[one.subject for one in truths if one.subject_kind == "person"],
    )  # fmt: skip
    prepare_retirements(place=place, as_of=as_of)
    settle_retirees(city=city)
    summary = _summary(
        city=city, loaded=loaded, truths=truths, employer=employer, villagers=villagers
    )
    progress("账号、花名册 accounts and rosters", 1, 1)
    return summary | {"rosters": str(rosters)}


def _summary(
    *, city: City, loaded: Loaded, truths: list[Truth], employer: int, villagers: list[Login]
) -> dict[str, Any]:
    insured = choose_insured(city=city, paid_months=np.concatenate(loaded.paid_months))
    chosen = logins(
        city=city, employer=employer, insured=insured, pensioner=choose_pensioner(city=city)
    )
    chosen += villagers
    chosen += show_retiree(city=city, logins=chosen)
    open_accounts(logins=chosen, place=city.plan.place, valid_from=city.as_of)
    give_annuities(city=city, logins=chosen)
    move_relations(
        place=city.plan.place, people=city.people, as_of=city.as_of, shown=[insured + 1],
        spared=[one.subject for one in truths if one.subject_kind == "person"],
    )  # fmt: skip
    return {
        "place": city.plan.place,
        "name": city.plan.name,
        "people": city.people,
        "seed": city.draws.seed,
        "as_of": city.as_of.isoformat(),
        "rows": dict(loaded.rows),
        "funds": {
            fund.fund: {
                "cash_fen": fund.cash_fen,
                "receivable_fen": fund.receivable_fen,
                "individual_accounts_fen": fund.individual_accounts_fen,
                "overpaid_fen": fund.overpaid_fen,
            }
            for fund in loaded.funds
        },
        "truths": counts(truths),
        "logins": [login.shown() for login in chosen],
        "may_claim_now": claimants(city),
    }
