"""Invariants of the registry, re-proved over all rows by `renshe prove`."""

from __future__ import annotations

import string

from renshe.foundation.invariants import Invariant
from renshe.kernel.codes import credit_code, foreign_id, national_id


def _id_check() -> str:
    """The check character that the first seventeen digits ask for, as SQL."""
    terms = " + ".join(
        f"{weight} * substr(id_number, {place}, 1)::int"
        for place, weight in enumerate(national_id.WEIGHTS, start=1)
    )
    return f"substr('{national_id.CHECKS}', 1 + ({terms}) % 11, 1)"


def _old_card_check() -> str:
    """The check digit that the first fourteen characters of an old residence card ask for, as SQL."""
    terms = " + ".join(
        f"{foreign_id.OLD_CARD_WEIGHTS[place % 3]}"
        f" * (strpos('{string.digits}{string.ascii_uppercase}', substr(id_number, {place + 1}, 1)) - 1)"
        for place in range(14)
    )
    return f"(({terms}) % 10)::text"


def _credit_check() -> str:
    """The check character that the first seventeen of a credit code ask for, as SQL."""
    alphabet = credit_code.ALPHABET
    terms = " + ".join(
        f"{weight} * (strpos('{alphabet}', substr(uscc, {place}, 1)) - 1)"
        for place, weight in enumerate(credit_code.WEIGHTS, start=1)
    )
    return f"substr('{alphabet}', 1 + (31 - ({terms}) % 31) % 31, 1)"


INVARIANTS = (
    Invariant(
        "registry_id_numbers_check",
        "证件号码校验位正确",
        "every id number has its shape and, where its kind has one, its check digit",
        "GB 11643-1999；人社部令第16号",
        f"""
        SELECT id::text, 'check digit' FROM registry_person
        WHERE CASE
              WHEN id_kind = 'passport' THEN id_number !~ '^[A-Z]{{3}}[0-9][0-9A-Z]{{14}}$'
              WHEN id_number ~ '^[0-9]{{17}}[0-9X]$' THEN {_id_check()} <> substr(id_number, 18, 1)
              WHEN id_kind = 'foreign_permit' AND id_number ~ '^[A-Z]{{3}}[0-9]{{12}}$'
              THEN {_old_card_check()} <> substr(id_number, 15, 1)
              ELSE true END
        """,
    ),
    Invariant(
        "registry_sex_and_birth_as_by_id",
        "性别、出生日期与证件号码一致",
        "sex and birth date are those of the id number, as far as it tells them",
        "GB 11643-1999",
        """
        SELECT id::text, format('sex %s, birth %s', sex, birth_on) FROM registry_person
        WHERE CASE
              WHEN id_kind = 'passport' THEN false
              WHEN length(id_number) = 15 THEN substr(id_number, 8, 6) <> to_char(birth_on, 'YYMMDD')
              ELSE substr(id_number, 7, 8) <> to_char(birth_on, 'YYYYMMDD')
                OR (substr(id_number, 17, 1) ~ '[13579]') <> (sex = 'M')
              END
        """,
    ),
    Invariant(
        "registry_credit_codes_check",
        "统一社会信用代码校验位正确",
        "every credit code has its check character",
        "GB 32100-2015",
        f"""
        SELECT id::text, uscc FROM registry_employer
        WHERE {_credit_check()} <> substr(uscc, 18, 1)
        """,
    ),
    Invariant(
        "registry_aliases_lead_to_a_survivor",
        "合并记录一步指向现存记录",
        "one step leads from a merged duplicate to somebody who is not merged",
        "decision 0004",
        """
        SELECT a.id::text, format('%s stands for %s and is merged itself', a.person_id, a.merged_id)
        FROM registry_person_alias a
        JOIN registry_person_alias b ON b.merged_id = a.person_id AND b.undone_at IS NULL
        WHERE a.undone_at IS NULL
        """,
    ),
    Invariant(
        "registry_successors_end",
        "承继关系不成环",
        "no employer succeeds itself through others",
        "decision 0004",
        """
        WITH RECURSIVE chain AS (
            SELECT id AS start, successor_id AS at FROM registry_employer
            WHERE successor_id IS NOT NULL
            UNION
            SELECT chain.start, e.successor_id FROM chain
            JOIN registry_employer e ON e.id = chain.at WHERE e.successor_id IS NOT NULL
        )
        SELECT start::text, 'succeeds itself' FROM chain WHERE at = start
        """,
    ),
    Invariant(
        "registry_places_lie_in_their_parent",
        "区划代码在上级区划之内",
        "a place's code begins with the digits of its parent",
        "GB/T 2260",
        """
        SELECT p.code, format('parent %s', q.code) FROM registry_place p
        JOIN registry_place q ON q.id = p.parent_id
        WHERE NOT starts_with(p.code, CASE length(q.code)
              WHEN 6 THEN regexp_replace(q.code, '(00){1,2}$', '') ELSE q.code END)
        """,
    ),
)
