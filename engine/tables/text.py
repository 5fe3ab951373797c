"""From the bytes of a user's file to its text.

A byte-order mark decides (UTF-8, UTF-16). Without one the bytes are UTF-8 if they are valid UTF-8, else
CP949, in which Korean spreadsheets write. What is neither, or holds control characters, is no text.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from engine.errors import EngineError

_MARKS = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def text_of(content: bytes | str) -> tuple[str, str]:
    """(text with ``\\n`` at line ends, name of its encoding). Raises ``EngineError`` where it is no text."""
    text, encoding = (content.removeprefix("\ufeff"), "text") if isinstance(content, str) else _decoded(content)
    control = _CONTROL.search(text)
    if control:
        raise EngineError("not_a_text_file", "table", value=f"U+{ord(control.group()):04X}")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decoded(content: bytes) -> tuple[str, str]:
    candidates: tuple[str, ...] = ("utf-8", "cp949")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            candidates, content = (encoding,), content.removeprefix(mark)
            break
    for encoding in candidates:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError as error:
            wrong = error.start
    raise EngineError("not_a_text_file", "table", value=f"0x{content[wrong]:02X}")
