"""The value of an assumption is said alike wherever it stands."""

import pytest

from finance.data.dataset import Dataset
from finance.data.values import Value
from finance.language import setting
from finance.language.catalogue import Language


@pytest.mark.parametrize(
    ("id_", "value", "column", "sentence"),
    [
        ("estimate", True, "on", "on"),
        ("estimate", False, "off", "off"),
        ("currency", "EUR", "euros", "euros"),
        ("assessment", "no_longer_there", "no_longer_there", "no_longer_there"),
        ("eur_usd", 1.25, "1.2500", "1.25"),
        ("leverage", 0.5, "0.50", "0.5"),
        ("security_year", 2045.0, "2045", "2045"),
        ("horizon", 10.0, "10", "10"),
        ("eu_loan_eligible", 1 / 3, "33.3%", "33.33%"),
        ("occupied_share", 0.19, "19%", "19%"),
        ("more_immobilised_assets", 123.0, "$123bn", "$123bn"),
    ],
)
def test_a_value_in_a_column_and_in_a_sentence(
    id_: str, value: Value, column: str, sentence: str, dataset: Dataset
) -> None:
    """A column keeps the decimals of the slider; a sentence says the number and no zeros."""
    assert setting.in_words(dataset, id_, value, Language(), unit=False) == column
    assert setting.in_words(dataset, id_, value, Language(), unit=False, spare=True) == sentence


def test_a_number_has_its_unit_where_it_is_asked_for(dataset: Dataset) -> None:
    """Shares and dollars carry theirs always, a year has none."""
    said = {id_: setting.in_words(dataset, id_, value, Language()) for id_, value in
            {"eur_usd": 1.1712, "stability_lag": 2.0, "start_year": 2026.0, "carry_over": 1.0}.items()}  # fmt: skip
    assert list(said.values()) == ["1.1712 USD per EUR", "2 years", "2026", "100%"]


def test_a_switch_in_ukrainian() -> None:
    """The same words as on the controls."""
    assert [setting.switch(on, Language("uk")) for on in (True, False)] == ["увімкнено", "вимкнено"]
