"""Names of the places whose law an explanation rests on."""

from renshe.domains.registry.api import place_name
from renshe.kernel.rules import Explanation
from renshe.kernel.rules.places import NATION


def place_names_of(explanation: Explanation) -> dict[str, str]:
    """Every place code of an explanation with its name; the nation is named by the page itself."""
    codes = {node.place for node in explanation.root.walk()} | {explanation.place}
    return {code: place_name(code=code) or code for code in codes if code not in ("", NATION)}
