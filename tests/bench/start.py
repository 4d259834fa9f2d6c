"""Start-up: a whole command, reading and indexing the knowledge, and the memory that this takes."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import yaml

from bot.records.load import PACKAGED, load
from tests.bench.report import heading, number, table, times
from tests.bench.synthetic import entries

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "When is the next deadline?"
RUNS = 5
PASSAGES = 3_000

Figures = dict[str, float]


def measure(*, quick: bool) -> None:
    """Measure whole commands, then load() and Engine() in processes of their own."""
    heading("3. Start-up and memory")
    runs = 3 if quick else RUNS
    _commands(runs)
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "knowledge"
        _write(directory)
        today = [_probe() for _ in range(runs)]
        larger = [_probe(directory) for _ in range(runs)]
    _knowledge({"packaged": today, f"packaged and synthetic YAML, {PASSAGES:,} passages": larger}, runs)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("WSISBOT_")}


def _run(arguments: Sequence[str]) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=_environment(), cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return done.stdout


def _commands(runs: int) -> None:
    commands = {
        "python -c pass (for comparison)": ["-c", "pass"],
        "python -m bot --help": ["-m", "bot", "--help"],
        f'python -m bot ask "{QUESTION}"': ["-m", "bot", "ask", QUESTION],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for arguments in commands.values():  # once for the compiled modules and the file cache
        _run(arguments)
    for _ in range(runs):
        for name, arguments in commands.items():
            begin = time.perf_counter()
            _run(arguments)
            taken[name].append(time.perf_counter() - begin)
    bare = min(next(iter(taken.values())))
    rows = [
        (name, number(min(series)), number(statistics.median(series)), times(min(series) / bare))
        for name, series in taken.items()
    ]
    table(f"Wall time of a command, {runs} runs in turns", ("command", "best s", "median s", "to bare Python"), rows)


def _probe(directory: Path | None = None) -> Figures:
    arguments = ["-m", "tests.bench.probe", *([str(directory)] if directory else [])]
    figures: Figures = json.loads(_run(arguments))
    return figures


def _knowledge(probes: dict[str, list[Figures]], runs: int) -> None:
    speed, memory = [], []
    for name, figures in probes.items():
        size = f"{figures[0]['passages']:,.0f}"
        steps = [[one[step] for one in figures] for step in ("import", "load", "engine")]
        both = [one["load"] + one["engine"] for one in figures]
        cells = [f"{number(min(series))} / {number(statistics.median(series))}" for series in (*steps, both)]
        speed.append((name, size, *cells))
        held = [min(one[step] for one in figures) for step in ("memory_import", "memory_load", "memory_engine")]
        memory.append((name, size, *(f"{value:,.0f}" for value in held)))
    columns = ("knowledge", "passages", "import", "load()", "Engine()", "load + Engine")
    table(f"Seconds in a fresh process, best / median of {runs} runs", columns, speed)
    table("Resident memory in MB after each of these steps", columns[:-1], memory)


def _write(directory: Path) -> None:
    """Write the packaged knowledge with synthetic records added."""
    shutil.copytree(PACKAGED, directory)
    synthetic = list(entries(load(), PASSAGES))
    if synthetic:
        text = yaml.safe_dump(synthetic, allow_unicode=True, sort_keys=False)
        (directory / "meetings" / "synthetic.yaml").write_text(text, encoding="utf-8")
