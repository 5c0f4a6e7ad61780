"""Which domains, portals and command groups are there: found on disk, listed nowhere else."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]

# Lower first: the order in which tables may refer to each other.
DOMAIN_ORDER = (
    "identity",
    "audit",
    "exchange",
    "documents",
    "cases",
    "registry",
    "employment",
    "funds",
    "enrolment",
    "contributions",
    "institution_staff",
    "resident",
    "premium_help",
    "expropriation",
    "pension",
    "retirement_file",
    "transfers",
    "certification",
    "retirees",
    "annuity",
)


class UnplacedDomain(RuntimeError):
    """A domain folder has models but no place in DOMAIN_ORDER."""


def domains_on_disk() -> list[str]:
    """Every domain that has tables, lowest first. Raises UnplacedDomain."""
    folder = PACKAGE / "domains"
    marks = ("models.py", "models/__init__.py", "apps.py")
    there = {
        path.relative_to(folder).parts[0] for mark in marks for path in folder.glob(f"*/{mark}")
    }
    unplaced = there.difference(DOMAIN_ORDER)
    if unplaced:
        raise UnplacedDomain(f"give {sorted(unplaced)} a place in edge/discovery.py: DOMAIN_ORDER")
    return [domain for domain in DOMAIN_ORDER if domain in there]


def portals_on_disk() -> list[str]:
    """Every portal package, by name."""
    return sorted(path.parent.name for path in (PACKAGE / "portals").glob("*/__init__.py"))


def portals_with_addresses() -> list[str]:
    """Every portal that has a urls.py, by name."""
    return sorted(path.parent.name for path in (PACKAGE / "portals").glob("*/urls.py"))
