"""Measures speed and memory and prints them as tables.

Usage: python -m tests.bench [--quick] [--only retrieval|answers|start|telegram|reminders]
"""

import argparse
from collections.abc import Sequence

from tests.bench import answers, reminders, retrieval, start, telegram
from tests.bench.report import machine

PARTS = {
    "retrieval": retrieval.measure,
    "answers": answers.measure,
    "start": start.measure,
    "telegram": telegram.measure,
    "reminders": reminders.measure,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the parts that are asked for, after naming the machine."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure speed and memory.")
    parser.add_argument("--quick", action="store_true", help="fewer questions, and no more than 10,000 passages")
    parser.add_argument("--only", choices=tuple(PARTS), help="only one part")
    options = parser.parse_args(arguments)
    machine()
    for name, measure in PARTS.items():
        if options.only in (None, name):
            measure(quick=options.quick)


if __name__ == "__main__":
    main()
