"""The made-up people and employers of the domains, for the stories of these forms."""

from renshe.domains import conftest as made_up

evidence = made_up.evidence
make_employer = made_up.make_employer
make_person = made_up.make_person
