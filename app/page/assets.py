"""Static files: read, hashed and compressed once at start-up, served from memory.

Every file stands at two addresses: ``/static/<path>``, checked by ETag, and
``/static/v-<hash of the tree>/<path>``, kept by browsers for ever; relative imports between modules
stay inside the hashed tree. What pages ask for has its own hash or version in its name: a page's
modules linked into one, its style sheets joined, and Plotly, trimmed.
"""

import gzip
import hashlib
import mimetypes
import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import brotli
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.page.linking import link
from app.page.plotly_script import PlotlyScript

FOR_EVER = "public, max-age=31536000, immutable"
CHECKED = "no-cache"

_SHORT_BYTES = 200
_COMPRESSIBLE = ("text/", "application/json", "image/svg", "application/manifest")
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


def accepted_encodings(header: str) -> set[str]:
    """The codings an ``Accept-Encoding`` header allows (``q=0`` forbids)."""
    accepted = set()
    for part in header.lower().split(","):
        name, _, weight = part.strip().partition(";")
        if not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight):
            accepted.add(name.strip())
    return accepted


@dataclass
class Asset:
    """One body in the codings we have of it."""

    media_type: str
    plain: bytes
    packed: dict[Literal["br", "gzip"], bytes] = field(default_factory=dict)
    etag: str = ""

    def __post_init__(self) -> None:
        self.etag = self.etag or hashlib.sha256(self.plain).hexdigest()[:20]

    @classmethod
    def compressed(cls, media_type: str, plain: bytes) -> "Asset":
        """``plain`` in every coding that makes it smaller, best compression (small bodies, made once)."""
        asset = cls(media_type, plain)
        if media_type.startswith(_COMPRESSIBLE) and len(plain) > _SHORT_BYTES:
            asset.packed["gzip"] = gzip.compress(plain, 6, mtime=0)
            # A window no larger than the body: the same bytes in a tenth of the time, most of which goes into making the window.
            asset.packed["br"] = brotli.compress(plain, quality=9, lgwin=max(16, len(plain).bit_length()))
        return asset

    def response(self, headers: Headers, cache_control: str, extra: dict[str, str] | None = None) -> Response:
        """The body as the client takes it, or 304 where it has it already."""
        coding: Literal["br", "gzip"] | None = None
        accepted = accepted_encodings(headers.get("accept-encoding", ""))
        if "br" in accepted and "br" in self.packed:
            coding = "br"
        elif "gzip" in accepted and "gzip" in self.packed:
            coding = "gzip"
        etag = f'"{self.etag}{"-" + coding if coding else ""}"'
        answer = {"ETag": etag, "Cache-Control": cache_control, **(extra or {})}
        answer["Vary"] = ", ".join(filter(None, ["Accept-Encoding", answer.get("Vary")]))
        known = [tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")]
        if etag in known:
            return Response(status_code=304, headers=answer)
        if coding:
            answer["Content-Encoding"] = coding
        return Response(self.packed[coding] if coding else self.plain, headers=answer, media_type=self.media_type)


class Assets:
    """The static tree and Plotly, in memory."""

    def __init__(self, folder: Path, cache_dir: Path) -> None:
        self._files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".") and not path.name.endswith(".d.ts")
        }
        digest = hashlib.sha256()
        for name, body in self._files.items():
            digest.update(f"{name}\0{len(body)}\0".encode() + body)
        self.version = f"v-{digest.hexdigest()[:12]}"
        self._assets = {name: Asset.compressed(_media_type(name), body) for name, body in self._files.items()}
        self._script = PlotlyScript.load(cache_dir)
        self._plotly = Asset("text/javascript", self._script.plain, {"gzip": gzip.compress(self._script.plain, 6, mtime=0)})
        self.plotly_name = f"plotly-{self._script.version}-{self._plotly.etag[:12]}.min.js"
        self._assets[self.plotly_name] = self._plotly
        self._lasting = {self.plotly_name}
        self._sources: dict[str, str] = {}

    def address(self, name: str) -> str:
        """Where the page finds ``name``; raises ``KeyError`` where there is no such file."""
        if name == self.plotly_name:
            return f"/static/{name}"
        self._files[name]
        return f"{self.tree}/{name}"

    @property
    def tree(self) -> str:
        """Address of the hashed tree."""
        return f"/static/{self.version}"

    def source(self, entry: str) -> str:
        """The module ``entry`` linked with all that it imports; raises ``ValueError`` where that cannot be done."""
        if entry not in self._sources:  # each page in each language asks for it
            modules = {name: body.decode() for name, body in self._files.items() if name.endswith(".js")}
            self._sources[entry] = link(modules, entry)
        return self._sources[entry]

    def program(self, entry: str) -> str:
        """Address of the `source` of ``entry``."""
        return self._keep(Path(entry), self.source(entry))

    def sheet(self, name: str, styles: Iterable[str]) -> str:
        """Address of ``styles`` one after the other, in a file named ``name``; raises ``KeyError`` where one is not there."""
        return self._keep(Path(name), "".join(self._files[f"styles/{style}.css"].decode() for style in styles))

    def _keep(self, name: Path, body: str) -> str:
        """Address of ``body``, which changes with it: browsers keep it for ever."""
        plain = body.encode()
        lasting = f"{name.stem}-{hashlib.sha256(plain).hexdigest()[:12]}{name.suffix}"
        if lasting not in self._lasting:
            self._lasting.add(lasting)
            self._assets[lasting] = Asset.compressed(_media_type(lasting), plain)
        return f"/static/{lasting}"

    def respond(self, path: str, headers: Headers) -> Response:
        """Answer ``GET /static/<path>``."""
        version, _, rest = path.partition("/")
        versioned = version == self.version
        name = rest if versioned else path
        asset = self._assets.get(name)  # a table of names: nothing outside the tree can be reached
        if asset is None:
            raise HTTPException(404)
        return asset.response(headers, FOR_EVER if versioned or name in self._lasting else CHECKED)

    def pack_plotly(self) -> None:
        """Compress Plotly as far as it goes: seconds of work, kept between starts."""
        self._script.pack()
        if self._script.packed:
            self._plotly.packed["br"] = self._script.packed

    def pack_in_background(self) -> None:
        """`pack_plotly` in a thread (Brotli releases the interpreter; nobody waits for it at a stop); gzip serves until then."""
        threading.Thread(target=self.pack_plotly, name="pack-plotly", daemon=True).start()


def _media_type(name: str) -> str:
    return _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
