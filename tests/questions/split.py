"""Adds written questions to the two sets: `tune` is used while building, `hold` is packed away and read by no person.

Usage: python -m tests.questions.split NEW.jsonl [NEW.jsonl ...]

The sha256 of a question's id (of its talk's id, so that a talk stays whole) decides the set; a question with an id that is
already there is replaced. Nothing of `hold` is printed.
"""

import gzip
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TUNE = HERE / "tune.jsonl"
HOLD = HERE / "hold.jsonl.gz"
MANNERS = frozenset(
    [
        "direct",
        "paraphrase",
        "curt",
        "chatty",
        "indirect",
        "newcomer",
        "journalist",
        "delegate",
        "misspelled",
        "double",
        "followup",
        "time",
        "refusal-near",
        "refusal-far",
        "chat",
    ]
)

Question = dict[str, Any]


def in_hold(question: Question) -> bool:
    """Say to which set a question belongs: one half each."""
    name = question["conversation"] or question["id"]
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def read(file: Path) -> list[Question]:
    """Give the questions of a JSONL file, packed or not; none where it is absent."""
    if not file.exists():
        return []
    text = gzip.decompress(file.read_bytes()).decode() if file.suffix == ".gz" else file.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def write(file: Path, questions: list[Question]) -> None:
    """Write questions in the order of their ids; a packed file has no time stamp: the same questions give the same bytes."""
    ordered = sorted(questions, key=lambda question: question["id"])
    text = "".join(json.dumps(question, ensure_ascii=False) + "\n" for question in ordered)
    data = text.encode()
    file.write_bytes(gzip.compress(data, mtime=0) if file.suffix == ".gz" else data)


def main(files: list[str]) -> None:
    """Merge the files into the two sets."""
    known = {question["id"]: question for question in read(TUNE) + read(HOLD)}
    for file in files:
        known |= {question["id"]: question for question in read(Path(file))}
    for question in known.values():
        if question["manner"] not in MANNERS:
            message = f"{question['id']}: {question['manner']!r} is no manner"
            raise SystemExit(message)
    hold = [question for question in known.values() if in_hold(question)]
    tune = [question for question in known.values() if not in_hold(question)]
    write(TUNE, tune)
    write(HOLD, hold)
    sys.stdout.write(f"tune {len(tune)}, hold {len(hold)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
