"""The viewer as a person of the registry."""

from renshe.domains.registry.api import Person, person
from renshe.portals.layout.access import Visit


def myself(visit: Visit) -> Person:
    """The person the account belongs to, or the survivor of a merge. The page's access has made sure of one."""
    assert visit.account is not None
    assert visit.account.person_id is not None
    return person(person_id=visit.account.person_id)
