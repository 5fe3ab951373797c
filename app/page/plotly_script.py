"""Plotly's script as we serve it: trimmed to the surface and compressed as far as it goes, both kept between starts."""

import hashlib
import os
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import brotli
import plotly

from app.page import trimming

SOURCE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# What static/pictures/plotly_surface.js draws with it.
TRACES = {"surface"}


@dataclass
class PlotlyScript:
    """The script, plain and (once `pack` has been called, or from a start before) in Brotli."""

    version: str
    plain: bytes
    packed: bytes | None
    _folder: Path
    _made_from: str

    @classmethod
    def load(cls, cache_dir: Path) -> "PlotlyScript":
        """The script from the cache folder, else made from the package ``plotly``: seconds of work.

        Where the package's script has another form than the one we know how to trim, it is served whole, and a warning says so.
        """
        source = SOURCE.read_bytes()
        version = re.search(rb"plotly\.js v([0-9.]+)", source[:200])
        if version is None:
            raise RuntimeError("plotly.min.js does not begin with its version")
        made_from = _digest(source + Path(trimming.__file__).read_bytes() + "".join(sorted(TRACES)).encode())
        script = cls(version[1].decode(), b"", None, cache_dir, made_from)
        if not script._read():
            try:
                script.plain = trimming.trimmed(source, TRACES)
            except ValueError as error:
                warnings.warn(f"{error}: all of it is served", RuntimeWarning, stacklevel=2)
                script.plain = source
        return script

    def pack(self) -> None:
        """Compress it, unless that is done, and keep it in the cache folder where that can be written."""
        if self.packed:
            return
        self.packed = brotli.compress(self.plain, quality=11, lgwin=22)
        kept = self._folder / f"plotly-{self._made_from}-{_digest(self.plain)}.br"
        half = kept.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            half.write_bytes(self.packed)
            half.replace(kept)
        except OSError:
            return  # a read-only place: the next start makes it again

    def _read(self) -> bool:
        """Whether a whole, undamaged copy was there."""
        for kept in self._folder.glob(f"plotly-{self._made_from}-*.br"):
            try:
                packed = kept.read_bytes()
                plain = brotli.decompress(packed)
            except (OSError, brotli.error):
                continue
            if _digest(plain) == kept.stem.rpartition("-")[2]:
                self.plain, self.packed = plain, packed
                return True
        return False


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:20]
