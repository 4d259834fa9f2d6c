"""Tables that a person can read, the machine they were made on, and how a series of times is summed up."""

import contextlib
import importlib.metadata
import os
import platform
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

LIBRARIES = ("numpy", "rank-bm25", "bm25s", "tantivy", "pydantic", "PyYAML", "PyStemmer", "symspellpy", "psutil")


def machine() -> None:
    """Name the processor, the system, Python and the libraries."""
    print(f"Machine: {_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}")
    print(f"Python {platform.python_version()} ({platform.python_implementation()}), SQLite {sqlite3.sqlite_version}")
    print("Libraries: " + ", ".join(f"{name} {_version(name)}" for name in LIBRARIES))
    if hasattr(os, "getloadavg"):
        print(f"Load of the last minute before this run: {os.getloadavg()[0]:.1f} (other work makes the times longer)")


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "processor unknown"


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def heading(text: str) -> None:
    """Print the title of a part."""
    print(f"\n\n{text}\n{'=' * len(text)}", flush=True)


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns: the first to the left, the others, which are numbers, to the right."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    print(f"\n{title}\n")
    for row in (head, ["-" * width for width in widths], *rows):
        first, *others = (
            cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  " + "   ".join([first, *others]))
    sys.stdout.flush()


def quantile(times: Sequence[float], share: float) -> float:
    """Give the time below which a share of the times lies."""
    return float(np.quantile(np.asarray(times), share))


def number(value: float) -> str:
    """Give a figure with about three telling digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3f}"


def times(factor: float) -> str:
    """Give a ratio."""
    return f"{factor:,.0f} x" if factor >= 10 else f"{factor:.2f} x"


@contextlib.contextmanager
def one_core() -> Iterator[str]:
    """Keep this process on one core, where the system can; says which."""
    if sys.platform != "linux":
        yield "not kept on one core: this system cannot"
        return
    allowed = os.sched_getaffinity(0)
    core = max(allowed)
    os.sched_setaffinity(0, {core})
    try:
        yield f"kept on core {core}"
    finally:
        os.sched_setaffinity(0, allowed)
