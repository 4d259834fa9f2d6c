"""How the gateway packs what it says: not at all, or as one long stream of zlib or zstd (reference: Encoding and Compression)."""

import importlib
import zlib
from collections.abc import Callable
from typing import Any

Compression = Callable[[bytes], bytes | None]
"""Packs a message; None leaves it as text."""


def compression(asked: str | None) -> Compression | None:
    """Give what packs as the bot asks for; None for what is not known here."""
    match asked:
        case None:
            return lambda _: None
        case "zlib-stream":
            packer = zlib.compressobj()
            return lambda data: packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)
        case "zstd-stream":
            return _zstd()
    return None


def _zstd() -> Compression | None:
    """Give zstd where Python has it (from 3.14 on), which is where discord.py asks for it."""
    try:
        module: Any = importlib.import_module("compression.zstd")
    except ImportError:
        return None
    packer = module.ZstdCompressor()
    return lambda data: bytes(packer.compress(data, mode=packer.FLUSH_BLOCK))
