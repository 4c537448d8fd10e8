"""What office files say about themselves, and how they are packed so that the same result is the same bytes."""

import re
import zipfile
from io import BytesIO
from typing import Any

from finance.outputs.report import Contents

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MADE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def describe(file: Any, contents: Contents) -> None:
    """Title, subject, author and language of a presentation or Word file."""
    about = file.core_properties
    about.title, about.subject, about.author = contents.finding, contents.scenario, contents.heading
    about.comments, about.language = "", contents.language.code


def content(file: Any, contents: Contents) -> bytes:
    """The content of a presentation or Word file, settled on the day of its data."""
    out = BytesIO()
    file.save(out)
    return settled(out.getvalue(), contents.day)


def settled(office: bytes, day: str) -> bytes:
    """The same file whose parts carry no time of packing, and workbooks inside that were made on `day` (ISO)."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(office)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            content = parts.read(name)
            if name.endswith(".xlsx"):
                content = settled(content, day)
            elif name == "docProps/core.xml":
                content = _MADE.sub(rb"\g<1>" + f"{day}T00:00:00Z".encode(), content)
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
