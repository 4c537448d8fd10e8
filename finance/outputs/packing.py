"""Office files without the day on which they were packed, so that the same result is the same bytes."""

import re
import zipfile
from io import BytesIO

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MADE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


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
