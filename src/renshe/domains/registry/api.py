"""The door of the registry: people, employers and places."""

from renshe.domains.registry.bulk import bulk_tables, sequences_to_advance
from renshe.domains.registry.checks import INVARIANTS
from renshe.domains.registry.models import (
    Employer,
    EmployerChange,
    Person,
    PersonAlias,
    PersonChange,
    Place,
)
from renshe.domains.registry.operations.employers import (
    absorb_employer,
    change_employer,
    close_employer,
    field_problem,
    register_employer,
)
from renshe.domains.registry.operations.key_fields import KEY_FIELDS, change_key_field
from renshe.domains.registry.operations.merging import merge_people, split_people
from renshe.domains.registry.operations.people import (
    change_contact,
    record_death,
    register_person,
    withdraw_death,
)
from renshe.domains.registry.operations.places import load_places
from renshe.domains.registry.queries.asked_once import numbers_asked_once
from renshe.domains.registry.queries.employers import (
    changes_of_employer,
    employer,
    employer_by_uscc,
    final_successor,
    find_employers,
    predecessors,
)
from renshe.domains.registry.queries.people import (
    FoundPerson,
    birth_date_for,
    changes_of,
    everybody_who_are,
    everybody_who_is,
    find_people,
    people_by_id_numbers,
    person,
    person_by_id_number,
    resolve,
    resolve_many,
    standing_people,
)
from renshe.domains.registry.queries.places import (
    kept_place_names,
    place_code_named,
    place_name,
    place_names,
    places_within,
)

__all__ = [
    "INVARIANTS",
    "KEY_FIELDS",
    "Employer",
    "EmployerChange",
    "FoundPerson",
    "Person",
    "PersonAlias",
    "PersonChange",
    "Place",
    "absorb_employer",
    "birth_date_for",
    "bulk_tables",
    "change_contact",
    "change_employer",
    "change_key_field",
    "changes_of",
    "changes_of_employer",
    "close_employer",
    "employer",
    "employer_by_uscc",
    "everybody_who_are",
    "everybody_who_is",
    "field_problem",
    "final_successor",
    "find_employers",
    "find_people",
    "kept_place_names",
    "load_places",
    "merge_people",
    "numbers_asked_once",
    "people_by_id_numbers",
    "person",
    "person_by_id_number",
    "place_code_named",
    "place_name",
    "place_names",
    "places_within",
    "predecessors",
    "record_death",
    "register_employer",
    "register_person",
    "resolve",
    "resolve_many",
    "sequences_to_advance",
    "split_people",
    "standing_people",
    "withdraw_death",
]
