"""Loads knowledge in a fresh process and prints, as JSON, how long that took and how much memory it holds.

Usage: python -m tests.bench.probe [DIRECTORY]
"""

import gc
import json
import sys
import time
from pathlib import Path

import psutil


def memory() -> float:
    """Give the resident memory of this process in MB."""
    return float(psutil.Process().memory_info().rss) / 1_000_000


def main(arguments: list[str]) -> None:
    """Import, load, index; what each took, and the memory after it."""
    begin = time.perf_counter()
    from bot.answering.engine import Engine  # noqa: PLC0415 - importing is part of what is measured
    from bot.records.load import PACKAGED, load  # noqa: PLC0415 - as above

    gc.disable()  # as Engine.of, which does both steps in one
    imported, memory_imported = time.perf_counter(), memory()
    knowledge = load(Path(arguments[0]) if arguments else PACKAGED)
    loaded, memory_loaded = time.perf_counter(), memory()
    engine = Engine(knowledge)
    built, memory_built = time.perf_counter(), memory()
    report = {
        "records": len(knowledge),
        "passages": engine.index.size,
        "import": imported - begin,
        "load": loaded - imported,
        "engine": built - loaded,
        "memory_import": memory_imported,
        "memory_load": memory_loaded,
        "memory_engine": memory_built,
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(sys.argv[1:])
