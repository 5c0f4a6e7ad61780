"""The viewer as a person of the registry."""

from renshe.domains.registry.api import Person, person
from renshe.portals.layout.access import Visit


def myself(visit: Visit) -> Person:
    """The person the visit is about (one's own, or the one acted for), or the survivor of a merge.

    The page's access has made sure of one.
    """
    assert visit.person_id is not None
    return person(person_id=visit.person_id)
