"""`wsisbot ask`: the JSON on which others build, batches, and what is refused."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests import tiny
from tests.conftest import Run, Spawn
from tests.tiny import NOW

Answer = dict[str, Any]

TYPES = {
    "id": (str, type(None)),
    "question": str,
    "language": str,
    "status": str,
    "text": str,
    "citations": list,
    "records": list,
    "choices": list,
    "nearest": list,
    "parts": list,
    "confidence": float,
    "now": str,
    "as_of": (str, type(None)),
    "elapsed_ms": float,
}
CONTENT = {"language", "status", "text", "citations", "records", "choices", "nearest"}
CITATION = {"n", "title", "publisher", "symbol", "url", "locator", "published"}
FORUM = "meeting.harbour-forum-2025"
SUMMIT = "meeting.coast-summit-2025"
HOSTILE = [
    "\x00",
    "\x1b[31mred\x07",
    "\u202eMUROF RUOBRAH EHT SI NEHW\u202c",
    "\u200fWhen is the \u2066Harbour Forum\u2069?",
    "\ud800",
    "\ud83d\ude00 \udc00",
    "\ufeff",
    "   ",
    "",
    "{{7*7}} %s {0} [bold]",
    "when " * 20_000,
    "?" * 5_000,
    "\n\r\u2028\u2029",
]


def answer(run: Run, *arguments: str) -> Answer:
    done = run("ask", "--json", "--now", NOW, *arguments)
    assert done.exit_code == 0, done.output
    assert done.stdout.count("\n") == 1
    found: Answer = json.loads(done.stdout)
    return found


def batch(folder: Path, *lines: object) -> str:
    file = folder / "batch.jsonl"
    file.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    return str(file)


def answers(run: Run, file: str, *arguments: str) -> list[Answer]:
    done = run("ask", "--json", "--batch", file, *arguments)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.split("\n")[:-1]]


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("When is the Harbour Forum?", "answered"),
        ("Who won the harbour regatta trophy?", "not_found"),
        ("Hello", "chat"),
        ("Who chairs the Harbour Forum? And in which city is the Coast Summit?", "answered"),
        ("", "chat"),
    ],
)
def test_an_answer_has_the_documented_keys_and_types(run: Run, question: str, status: str) -> None:
    found = answer(run, question)
    assert set(found) == set(TYPES)
    for key, kind in TYPES.items():
        assert isinstance(found[key], kind), key  # type: ignore[arg-type]  # a type or a union of types
    assert (found["id"], found["question"], found["language"]) == (None, question, "en")
    assert found["status"] == status
    assert found["now"] == "2025-06-01T12:00:00Z"
    assert 0 <= found["confidence"] <= 1
    assert found["elapsed_ms"] >= 0


def test_a_citation_has_the_documented_keys(run: Run) -> None:
    found = answer(run, "Who chairs the Harbour Forum?")
    assert found["citations"][0] == {
        "n": 1,
        "title": "Note of the secretariat",
        "publisher": "Harbour Union",
        "symbol": "HU/2025/7",
        "url": None,
        "locator": "item 4",
        "published": None,
    }
    assert "[1]" in found["text"]
    assert found["records"][0] == FORUM
    assert found["as_of"] == "2025-05-20"


def test_a_refusal_has_the_documented_keys(run: Run) -> None:
    found = answer(run, "Who won the harbour regatta trophy?")
    assert {"record": FORUM, "title": "Harbour Forum 2025", "url": "https://harbour.example/forum"} in found["nearest"]
    assert (found["citations"], found["records"], found["choices"], found["parts"]) == ([], [], [], [])
    assert found["as_of"] is None


def test_a_choice_has_the_documented_keys(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    again = tiny.MEETINGS.partition("- id: meeting.coast")[0].replace("meeting.harbour-forum-2025", "meeting.harbour-forum-two")
    folder = tiny.write(tmp_path / "two", tiny.FILES | {"meetings/two.yaml": again})
    monkeypatch.setenv("WSISBOT_KNOWLEDGE_DIR", str(folder))
    found = answer(run, "When is the Harbour Forum?")
    assert found["status"] == "choose"
    assert [choice["n"] for choice in found["choices"]] == [1, 2]
    for choice in found["choices"]:
        assert set(choice) == {"n", "record", "title", "question"}
        assert choice["record"] in found["records"]


def test_several_questions_have_an_answer_each(run: Run) -> None:
    found = answer(run, "Who chairs the Harbour Forum? And in which city is the Coast Summit?")
    assert [part["records"][0] for part in found["parts"]] == [FORUM, SUMMIT]
    for part in found["parts"]:
        assert set(part) >= CONTENT
        assert {key for citation in part["citations"] for key in citation} == CITATION
        assert [citation["n"] for citation in part["citations"]] == list(range(1, len(part["citations"]) + 1))
    assert [citation["n"] for citation in found["citations"]] == list(range(1, len(found["citations"]) + 1))


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("2024-01-20T12:00Z", "2024-01-20T12:00:00Z"),
        ("2024-01-20T13:00+01:00", "2024-01-20T12:00:00Z"),
        ("2024-01-20T12:00:00.250Z", "2024-01-20T12:00:00.250000Z"),
    ],
)
def test_now_is_printed_in_utc(run: Run, given: str, printed: str) -> None:
    assert json.loads(run("ask", "--json", "--now", given, "Hello").stdout)["now"] == printed


def test_without_now_it_is_now(run: Run) -> None:
    now = json.loads(run("ask", "--json", "Hello").stdout)["now"]
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", now)


def test_without_json_the_answer_is_text(run: Run) -> None:
    done = run("ask", "--now", NOW, "Who chairs the Harbour Forum?")
    assert done.exit_code == 0
    assert "Mira Lindqvist" in done.stdout
    assert "HU/2025/7" in done.stdout
    assert "\x1b" not in done.stdout


def test_ask_keeps_no_talk(run: Run) -> None:
    answer(run, "When is the Coast Summit?")
    assert answer(run, "And where is it?")["status"] == "not_found"


def test_a_batch_is_answered_in_order_with_ids_turns_and_defaults(run: Run, tmp_path: Path) -> None:
    file = batch(
        tmp_path,
        {"question": "When is the Coast Summit?", "id": "7", "conversation": "a"},
        {"question": "Who chairs the Harbour Forum?", "id": "x", "conversation": "b", "lang": "en"},
        "",
        {"question": "And where is it?", "id": "7", "conversation": "a", "now": "2025-07-01T00:00+02:00"},
        {"question": "And where is it?", "id": None, "conversation": None, "now": None, "lang": None},
    )
    found = answers(run, file, "--now", NOW)
    assert [one["id"] for one in found] == ["7", "x", "7", None]
    assert [one["records"][:1] for one in found] == [[SUMMIT], [FORUM], [SUMMIT], []]
    assert [one["now"] for one in found] == ["2025-06-01T12:00:00Z"] * 2 + ["2025-06-30T22:00:00Z", "2025-06-01T12:00:00Z"]
    assert all(set(one) == set(TYPES) for one in found)


def test_a_batch_ends_with_or_without_a_line_end(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "windows.jsonl"
    file.write_bytes(b'{"question": "Hello"}\r\n{"question": "caf\xc3\xa9 \xe2\x80\xa8 next line"}')
    assert [one["question"] for one in answers(run, str(file))] == ["Hello", "café \u2028 next line"]


def test_an_empty_batch_has_no_answers(run: Run, tmp_path: Path) -> None:
    assert answers(run, batch(tmp_path)) == []


def test_two_runs_differ_in_nothing_but_the_time_they_took(run: Run, tmp_path: Path) -> None:
    file = batch(tmp_path, *({"question": question} for question in ("When is the Harbour Forum?", "Hello", "next meeting")))
    one, other = answers(run, file, "--now", NOW), answers(run, file, "--now", NOW)
    for found in one + other:
        del found["elapsed_ms"]
    assert one == other


GOOD = {"question": "Hello"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"question": "x", "nwo": NOW}, "'nwo'"),
        ('{"question": "x"', "JSON"),
        ("[" * 100_000, "JSON"),
        ('["x"]', "JSON object"),
        ("7", "JSON object"),
        ({"id": "7"}, "question"),
        ({"question": 7}, "question"),
        ({"question": ["x"]}, "question"),
        ({"question": "x", "id": 7}, "id"),
        ({"question": "x", "conversation": True}, "conversation"),
        ({"question": "x", "now": 1}, "now"),
        ({"question": "x", "now": "2024-01-20T12:00"}, "'2024-01-20T12:00'"),
        ({"question": "x", "now": "2024-01-20"}, "'2024-01-20'"),
        ({"question": "x", "now": "yesterday"}, "'yesterday'"),
        ({"question": "x", "now": "0001-01-01T00:00+14:00"}, "'0001-01-01T00:00+14:00'"),
        ({"question": "x", "lang": "xx"}, "'xx'"),
        ({"question": "x", "lang": "../en"}, "'../en'"),
    ],
)
def test_a_batch_is_refused_whole_before_its_first_answer(run: Run, tmp_path: Path, line: object, told: str) -> None:
    file = batch(tmp_path, GOOD, line, GOOD)
    done = run("ask", "--json", "--batch", file)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{file}:2: " in done.stderr
    assert told in done.stderr


def test_every_wrong_line_of_a_batch_is_told(run: Run, tmp_path: Path) -> None:
    file = batch(tmp_path, {"question": 7}, GOOD, {}, "{")
    told = run("ask", "--json", "--batch", file).stderr
    assert [number for number in range(1, 5) if f"{file}:{number}: " in told] == [1, 3, 4]


@pytest.mark.parametrize("content", [b'{"question": "\xff"}', "{}".encode("utf-16")])
def test_a_batch_in_another_encoding_is_refused(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "batch.jsonl"
    file.write_bytes(content)
    done = run("ask", "--json", "--batch", str(file))
    assert (done.exit_code, done.stdout) == (2, "")
    assert str(file) in done.stderr
    assert "UTF-8" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ask",), "QUESTION"),
        (("ask", "--json"), "QUESTION"),
        (("ask", "--json", "--batch", "some.jsonl", "Hello"), "QUESTION"),
        (("ask", "--batch", "some.jsonl"), "--json"),
        (("ask", "--json", "--batch", "missing.jsonl"), "missing.jsonl"),
        (("ask", "--json", "--batch", "."), "."),
        (("ask", "--now", "2024-01-20T12:00", "Hello"), "'2024-01-20T12:00'"),
        (("ask", "--now", "noon", "Hello"), "'noon'"),
        (("ask", "--now", "", "Hello"), "--now"),
        (("ask", "--now", "9999-12-31T23:59-14:00", "Hello"), "9999"),
        (("ask", "--lang", "xx", "Hello"), "'xx'"),
        (("ask", "--jsn", "Hello"), "--json"),
        (("ask", "two", "questions"), "questions"),
        (("chat", "--now", "noon"), "'noon'"),
        (("frobnicate",), "frobnicate"),
    ],
)
def test_bad_arguments_are_refused_with_what_is_wrong(run: Run, arguments: tuple[str, ...], told: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WSISBOT_TIMEZONE", "Europe/Zurch"),
        ("WSISBOT_TIMEZONE", "/etc/passwd"),
        ("WSISBOT_LANGUAGE", "klingon"),
        ("WSISBOT_KNOWLEDGE_DIR", "/nowhere/at/all"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name_and_value(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    for command in (("ask", "--json", "Hello"), ("chat",)):
        done = run(*command)
        assert (done.exit_code, done.stdout) == (2, "")
        assert value in done.stderr
        assert name in done.stderr


def test_all_wrong_settings_are_told_at_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSISBOT_TIMEZONE", "Mars/Olympus")
    monkeypatch.setenv("WSISBOT_LANGUAGE", "klingon")
    told = run("ask", "Hello").stderr
    assert "WSISBOT_TIMEZONE" in told
    assert "WSISBOT_LANGUAGE" in told


def test_an_empty_setting_counts_as_not_set(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSISBOT_TIMEZONE", "")
    assert run("ask", "--json", "Hello").exit_code == 0


def test_settings_come_from_a_file_too(run: Run, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WSISBOT_KNOWLEDGE_DIR")
    Path(".env").write_text(f"WSISBOT_KNOWLEDGE_DIR={tiny_folder}\nWSISBOT_TIMEZONE=Asia/Tokyo\n", encoding="utf-8")
    assert "Tokyo" in answer(run, "When is the deadline for papers?")["text"]


def test_a_settings_file_that_is_no_text_is_refused(run: Run) -> None:
    Path(".env").write_bytes(b"WSISBOT_TIMEZONE=\xff\xfe\n")
    done = run("ask", "--json", "Hello")
    assert (done.exit_code, done.stdout) == (2, "")
    assert ".env" in done.stderr


def test_a_broken_knowledge_base_is_refused_with_all_its_problems(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {name: text.replace("status: upcoming", "status: soon") for name, text in tiny.FILES.items()}
    folder = tiny.write(tmp_path / "broken", files | {"others/more.yaml": "- [\n"})
    monkeypatch.setenv("WSISBOT_KNOWLEDGE_DIR", str(folder))
    done = run("ask", "--json", "Hello")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.count("'soon'") == 2
    assert re.search(r"2025\.yaml:5: ", done.stderr)
    assert re.search(r"more\.yaml:\d+: ", done.stderr)


def test_hostile_questions_in_a_batch_are_answered_or_refused_in_valid_json(spawn: Spawn, tmp_path: Path) -> None:
    file = batch(tmp_path, *({"question": text, "id": str(place), "conversation": text} for place, text in enumerate(HOSTILE)))
    done = spawn("ask", "--json", "--batch", file)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.split("\n")[:-1]]
    assert [one["id"] for one in found] == [str(place) for place in range(len(HOSTILE))]
    for one in found:
        assert one["text"].replace("\n", "").isprintable()


def test_direction_marks_do_not_hide_a_question(run: Run) -> None:
    assert answer(run, "\u200fWhen is the \u2066Harbour\u2069 Fo\u00adrum?")["records"][0] == FORUM


def test_a_question_of_100_000_characters_is_read_and_given_back_whole(spawn: Spawn) -> None:
    long = "When is the Harbour Forum? " * 4_000
    done = spawn("ask", "--json", "--now", NOW, long[:100_000])
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert found["question"] == long[:100_000]
    assert FORUM in found["records"]
    assert len(found["text"]) < 10_000


@pytest.mark.parametrize("question", [b"\xff\xfe", b"\x1b]0;title\x07\xe2\x80\xae?"])
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_hostile_bytes_as_an_argument_do_no_harm(spawn: Spawn, question: bytes, form: tuple[str, ...]) -> None:
    done = spawn("ask", *form, os.fsdecode(question))
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
    assert "\x1b" not in done.stdout


def test_a_terminal_of_few_letters_gets_an_answer(spawn: Spawn) -> None:
    done = spawn("ask", "--now", NOW, "In which city is the Coast Summit?", variables={"PYTHONIOENCODING": "ascii"})
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
    assert "Norway" in done.stdout
