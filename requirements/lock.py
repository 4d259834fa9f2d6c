"""Makes the locks from pyproject.toml, or tells whether they are still good.

    lock.py            lock again, keeping every version that still fits
    lock.py --upgrade  lock again, to the newest versions
    lock.py --check    look only, without the network: exit code 1 if `make lock` is due

The locks are nested: run.txt is what a bot needs, dev.txt adds what its developers need, bench.txt adds what it is
measured beside. The largest is resolved first and binds the others, so that a package has one version in all three.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
PYPROJECT = ROOT / "pyproject.toml"

# Dependency groups of each lock, the largest first. All have the core's dependencies and every extra.
LOCKS = {
    "bench": ("build", "dev", "bench"),
    "dev": ("build", "dev"),
    "run": ("build",),
}

# A lock holds these two kinds of line and comments, nothing else: no option of pip's, no address of an index, no path
# of a machine.
PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.!+-]+)(?: ; (?P<marker>[^\\]+))? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def fingerprint(pyproject: dict[str, Any]) -> str:
    """Digest of everything in pyproject.toml that a lock follows from."""
    project = pyproject["project"]
    inputs = [
        pyproject["build-system"]["requires"],
        project["requires-python"],
        project["dependencies"],
        project["optional-dependencies"],
        pyproject["dependency-groups"],
        LOCKS,
    ]
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def heading(pyproject: dict[str, Any]) -> str:
    """First line of every lock; it ties the lock to what it was made from."""
    return f"# Made by `make lock`; do not edit. Inputs in pyproject.toml: sha256 {fingerprint(pyproject)}\n"


def pins(text: str) -> set[tuple[str, str]]:
    """Name and version of every package that a lock holds."""
    return {(pin["name"], pin["version"]) for line in text.splitlines() if (pin := PIN.fullmatch(line))}


def strange_lines(text: str) -> list[str]:
    """Lines that have no business in a lock."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return [line for line in lines if not PIN.fullmatch(line) and not HASH.fullmatch(line)]


def lock(pyproject: dict[str, Any], uv: str, *, upgrade: bool) -> None:
    """Write all the locks."""
    oldest = pyproject["project"]["requires-python"].removeprefix(">=")
    largest = next(iter(LOCKS))
    for name, groups in LOCKS.items():
        command = [uv, "pip", "compile", "pyproject.toml", "--all-extras", "--quiet"]
        command += [option for group in groups for option in ("--group", group)]
        # One version of a package for all Pythons where there is one: the same answers whichever runs the bot.
        command += ["--universal", "--python-version", oldest, "--fork-strategy", "fewest"]
        command += ["--generate-hashes", "--no-header", "--no-annotate"]
        command += ["--output-file", f"requirements/{name}.txt"]
        if name != largest:
            command += ["--constraints", f"requirements/{largest}.txt"]
        if upgrade:
            command += ["--upgrade"]
        subprocess.run(command, cwd=ROOT, check=True)
        path = FOLDER / f"{name}.txt"
        path.write_text(heading(pyproject) + path.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")


def complaints(pyproject: dict[str, Any]) -> list[str]:
    """What is wrong with the locks as they lie there."""
    texts = {name: path.read_text(encoding="utf-8") for name in LOCKS if (path := FOLDER / f"{name}.txt").exists()}
    found = [f"{name}.txt is missing" for name in LOCKS if name not in texts]
    for name, text in texts.items():
        if not text.startswith(heading(pyproject)):
            found.append(f"{name}.txt was made from other dependencies than those now in pyproject.toml")
        found += [f"{name}.txt holds neither a package nor its hash here: {line}" for line in strange_lines(text)]
    names = [name for name in LOCKS if name in texts]
    for larger, smaller in itertools.pairwise(names):
        strays = sorted(pins(texts[smaller]) - pins(texts[larger]))
        found += [f"{smaller}.txt has {package}=={version}, {larger}.txt has not" for package, version in strays]
    return found


def main() -> int:
    """Do what the arguments ask for; the result is the exit code."""
    parser = argparse.ArgumentParser(description="Make or check the locks.")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="look only; exit code 1 if `make lock` is due")
    choice.add_argument("--upgrade", action="store_true", help="move to the newest versions that pyproject.toml allows")
    arguments = parser.parse_args()
    pyproject = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    if not arguments.check:
        # uv comes with the development packages, beside the Python that runs this.
        lock(pyproject, os.environ.get("UV") or str(Path(sys.executable).parent / "uv"), upgrade=arguments.upgrade)
    found = complaints(pyproject)
    for complaint in found:
        print(complaint, file=sys.stderr)
    if found:
        print("`make lock` mends this.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
