"""What a reader must know about a result or an error: an English sentence that another language can say too."""


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
