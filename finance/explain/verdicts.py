"""What was found about a claim, in words."""

from collections.abc import Sequence

from finance.data.dataset import Dataset
from finance.explain.amounts import Amount
from finance.explain.claims import Checked, Judged
from finance.language import evidence
from finance.language.catalogue import Language
from finance.language.rounding import decimals


def verdict(judged: Judged, language: Language) -> str:
    """The verdict as a short sentence."""
    _ = language.text
    return {
        "holds": _("Holds."),
        "partly": _("Holds only in part."),
        "another": _("Right number, wrong thing."),
        "currency": _("The number is right and the currency is not."),
        "differs": _("Does not hold."),
        "unmeasured": _("Cannot be checked: nothing that is stored measures the same thing."),
    }[judged.verdict]


def instead(judged: Judged, language: Language) -> str:
    """The nearest true sentence, its numbers worked out now."""
    numbers = {check.id: found(check, language) for check in judged.checks}
    return judged.claim.instead.in_(language.code).format(**numbers)


def under(judged: Judged, language: Language) -> str:
    """Under which definitions the number holds; or what only happens to have it, which proves nothing."""
    _ = language.text
    if not judged.agreeing:
        return _("It agrees with none of what it was held against.")
    if told := [check for check in judged.agreeing if check.tells]:
        return _("The number is that of: {definitions}.").format(definitions=_labels(told, language))
    if alike := [check for check in judged.agreeing if check.role == "other"]:
        return _("Only by chance the same number: {definitions}.").format(definitions=_labels(alike, language))
    return _("It agrees only with itself: {definitions}.").format(definitions=_labels(judged.agreeing, language))


def _labels(checks: Sequence[Checked], language: Language) -> str:
    return language.text("; ").join(check.check.label.in_(language.code) for check in checks)


def finding(check: Checked, language: Language) -> str:
    """Whether one check agrees and what that is worth, as what "it" does."""
    _ = language.text
    if check.agrees:
        return {
            "means": _("agrees"),
            "mistaken_for": _("is what the number really belongs to"),
            "repeats": _("is the claim itself over again, which proves nothing"),
            "other": _("is the same number by chance"),
        }[check.role]
    return _("has the same number in another currency") if check.same_number else _("differs")


def found(check: Checked, language: Language) -> str:
    """The number of one check: of a scenario as the screens round it, of a document with its own decimals."""
    if check.check.scenario and check.amount.currency:
        return language.money(check.amount.value, check.amount.currency)
    return said(check.amount, language)


def said(amount: Amount, language: Language) -> str:
    """An amount in words, with the decimals that it has, or one where two do not say it; a range with both ends."""
    if amount.high is not None:
        low, high = (said(Amount(end, amount.unit), language) for end in amount.ends)
        return language.text("{low} to {high}").format(low=low, high=high)
    if amount.currency is None:
        return language.percent(amount.value)
    digits = decimals(amount.value, 3)
    return language.money(amount.value, amount.currency, digits if digits < 3 else 1)


def claimed(judged: Judged, language: Language) -> str:
    """The number of the claim, as "$35bn" or, of a claim that says so, "over $500bn"."""
    number = said(Amount(judged.claim.value, judged.claim.unit_), language)
    return language.text("over {number}").format(number=number) if judged.claim.over else number


def sources(judged: Judged, dataset: Dataset, language: Language) -> str:
    """Who published the claim, in which document and where in it."""
    behind = evidence.of(dataset, f"claims.{judged.id}", language)
    return f"{behind.document} ({behind.locator})" if behind.origin else behind.reasoning
