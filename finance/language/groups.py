"""The groups of assumptions by name, in the order in which they are shown."""

from finance.language.catalogue import Language


def names(language: Language) -> dict[str, str]:
    """Name of each group by its id in assumptions.yaml."""
    _ = language.text
    return {
        "scope": _("Which need"),
        "money": _("Which money counts"),
        "allocation": _("Who pays for what"),
        "private": _("Private money"),
        "time": _("When"),
        "closing": _("What could close the gap"),
        "terms": _("On what terms"),
        "chance": _("How sure"),
        "display": _("How it is shown"),
    }
