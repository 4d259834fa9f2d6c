"""Measures the answers: right / total with 95 % intervals by kind and manner, for both question sets.

Usage: python -m tests.questions.evaluate [--without-asks] [--wrong] [--set tune|hold]

The questions go through the public door, `wsisbot ask --json --batch`. Right means the expected status, every expected date
readable, the expected data in the text, nothing that must not be there, and a citation that supports it. The wrong ones of
`tune` alone are listed, with --wrong.
"""

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from bot.languages.catalogue import languages
from bot.reply import Reply
from tests.questions.split import HOLD, TUNE, Question, read

Answer = dict[str, Any]
KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = r"(?P<{}>jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\.?"
_RANGE = r"\s*(?:-|–|—|to|and|until|till)\s*"
_DATE = re.compile(
    r"(?:(?P<d1>\d{1,2})(?:\s+" + _MONTH.format("m1") + r"(?:,?\s+(?P<y1>\d{4}))?)?" + _RANGE + r"(?:\w+day,?\s+)?)?"
    r"\b(?P<d2>\d{1,2})\s+" + _MONTH.format("m2") + r",?\s+(?P<y2>\d{4})",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(r"\b" + _MONTH.format("m") + r"\s+(?P<y>\d{4})", re.IGNORECASE)


def dates_in(text: str) -> set[str]:
    """Give the ISO days, months and years readable in an English text; written apart from the bot's own reader on purpose."""
    found = set(re.findall(r"\b\d{4}-\d{2}-\d{2}\b", text)) | set(re.findall(r"\b(?:19|20)\d{2}\b", text))
    for match in _DATE.finditer(text):
        found.add(_iso(match["y2"], match["m2"], match["d2"]))
        if match["d1"]:
            found.add(_iso(match["y1"] or match["y2"], match["m1"] or match["m2"], match["d1"]))
    found |= {_iso(match["y"], match["m"]) for match in _MONTH_YEAR.finditer(text)}
    return found | {day[:7] for day in found if len(day) == len("2024-01-01")}


def _iso(year: str, month: str, day: str | None = None) -> str:
    number = next(place for place, name in enumerate(_MONTHS, 1) if name.startswith(month[:3].lower()))
    return f"{year}-{number:02d}" + (f"-{int(day):02d}" if day else "")


def faults(question: Question, answer: Answer) -> list[str]:
    """Give what is wrong with an answer; nothing where it is right."""
    expect = question["expect"]
    wanted = expect["status"] if isinstance(expect["status"], list) else [expect["status"]]
    if answer["status"] not in wanted:
        return [f"status {answer['status']}"]
    if answer["status"] != "answered":
        return []
    text = answer["text"]
    readable = dates_in(text)
    wrong = [f"no date {date}" for date in expect.get("dates") or () if date not in readable]
    wrong += [f"no /{pattern}/" for pattern in expect.get("all") or () if not _in(pattern, text)]
    if expect.get("any") and not any(_in(pattern, text) for pattern in expect["any"]):
        wrong.append(f"none of {expect['any']}")
    wrong += [f"has /{pattern}/" for pattern in expect.get("none") or () if _in(pattern, text)]
    if expect.get("cite") and not any(_in(expect["cite"], _printed(citation)) for citation in answer["citations"]):
        wrong.append(f"no citation /{expect['cite']}/")
    return wrong


def answer_of(reply: Reply) -> Answer:
    """Give the parts of a reply that are judged, as the command line's JSON has them."""
    return {
        "status": str(reply.status),
        "text": reply.text,
        "citations": [asdict(citation) for citation in reply.citations],
    }


def _in(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def _printed(citation: dict[str, Any]) -> str:
    return " | ".join(str(citation[part] or "") for part in ("title", "publisher", "symbol", "url", "locator"))


def ask(questions: list[Question], knowledge: Path | None = None) -> list[Answer]:
    """Put the questions to the command line in one batch and give its answers."""
    keys = ("id", "question", "now", "lang", "conversation")
    with tempfile.TemporaryDirectory() as folder:
        batch = Path(folder) / "batch.jsonl"
        known = languages()  # asked in a language that the bot does not speak yet, it answers in its own
        asked = ({key: question[key] for key in keys if question.get(key)} for question in questions)
        lines = (json.dumps(one if one.get("lang") in known else {**one, "lang": None}) for one in asked)
        batch.write_text("\n".join(lines), encoding="utf-8")
        environment = dict(os.environ)
        if knowledge:
            environment["WSISBOT_KNOWLEDGE_DIR"] = str(knowledge)
        command = [sys.executable, "-m", "bot", "ask", "--json", "--batch", str(batch)]
        run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if run.returncode:
        raise SystemExit(run.stderr)
    return [json.loads(line) for line in run.stdout.split("\n") if line]


def interval(right: int, total: int) -> tuple[float, float]:
    """Give Wilson's 95 % interval of a proportion."""
    z = 1.959964
    share = right / total
    middle = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    whole = 1 + z * z / total
    return (middle - half) / whole, (middle + half) / whole


def table(name: str, judged: list[tuple[Question, list[str]]], out: Callable[[str], object]) -> None:
    """Print one line for the whole set, each kind and each manner."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for question, wrong in judged:
        refusal = question["manner"].startswith("refusal")
        for group in (
            "all",
            "refusals kept" if refusal else "answerable",
            f"kind {question['kind']}",
            f"manner {question['manner']}",
        ):
            groups[group].append(not wrong)
    out(f"\n{name}: {len(judged)} questions\n")
    first = ["all", "answerable", "refusals kept"]
    for group in [*first, *sorted(set(groups) - set(first))]:
        rights = groups.get(group)
        if rights:
            low, high = interval(sum(rights), len(rights))
            out(f"  {group:24} {sum(rights):4}/{len(rights):<4} {sum(rights) / len(rights):6.1%}  ({low:.1%} to {high:.1%})\n")


def without_asks(folder: Path) -> Path:
    """Write a copy of the knowledge without its example questions, to show what they bring."""
    for file in KNOWLEDGE.rglob("*.yaml"):
        entries = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 - the base loader makes strings only
        for entry in entries or ():
            entry.pop("asks", None)
            entry.pop("unanswered", None)
            for fact in entry.get("facts", ()):
                fact.pop("asks", None)
        copy = folder / file.relative_to(KNOWLEDGE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def main(arguments: Iterable[str] | None = None) -> None:
    """Run the evaluation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without-asks", action="store_true", help="measure `hold` without the example questions too")
    parser.add_argument("--wrong", action="store_true", help="list the wrong answers of `tune`")
    parser.add_argument("--set", choices=("tune", "hold"), help="only one of the sets")
    options = parser.parse_args(None if arguments is None else list(arguments))
    out = sys.stdout.write
    for name, file in (("tune", TUNE), ("hold", HOLD)):
        if options.set not in (None, name):
            continue
        questions = read(file)
        answers = ask(questions)
        judged = [(question, faults(question, answer)) for question, answer in zip(questions, answers, strict=True)]
        table(name, judged, out)
        if options.wrong and name == "tune":
            for (question, wrong), answer in zip(judged, answers, strict=True):
                if wrong:
                    out(f"\n{question['id']} {question['manner']} {question['conversation'] or ''}: {question['question']}\n")
                    out(f"    {'; '.join(wrong)}\n    {answer['status']} {answer['records'][:3]}: {answer['text'][:300]}\n")
        if options.without_asks and name == "hold":
            with tempfile.TemporaryDirectory() as folder:
                bare = ask(questions, without_asks(Path(folder)))
            table("hold without asks", [(q, faults(q, a)) for q, a in zip(questions, bare, strict=True)], out)


if __name__ == "__main__":
    main()
