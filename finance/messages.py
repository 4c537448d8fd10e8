"""What a reader must know, in English sentences that another language can say too."""


class Remark(str):
    """A sentence, with the message and the places in it that it was made from, for translation.

    A place that is a Remark itself is translated with it.
    """

    message: str
    places: dict[str, str]

    def __new__(cls, message: str, **places: str) -> "Remark":
        """The English sentence: `message` with its `places` filled."""
        remark = super().__new__(cls, message.format(**places))
        remark.message, remark.places = message, places
        return remark


class Phrase:
    """The name of a figure, as "need of {sector}": a message, and the ids of what stands in its places.

    A place that has no id is filled by whoever knows what the figure is about.
    """

    def __init__(self, message: str, **places: str) -> None:
        self.message, self.places = message, places
