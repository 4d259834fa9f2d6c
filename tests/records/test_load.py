from pathlib import Path

import pytest

from bot.records.load import check, load
from bot.records.problems import KnowledgeError, Problem
from tests import tiny
from tests.tiny import write

MARK = "#!"
"""Stands behind the line that a problem must name."""

SOURCE = "- {id: page, title: Page, publisher: Union, kind: primary}\n"

RECORD = """\
- id: meeting.forum
  title: Forum
  name: the forum
  start: 2025-07-08T10:00
  end: 2025-07-08T17:30
  zone: Europe/Zurich
  contacts: [desk@forum.example]
  relations: {about: [meeting.other]}
  stated: {start: when, end: when, contacts: desk}
  reviewed: 2025-05-20
  facts:
    - key: when
      text: The forum is set for 8 July 2025, 10:00 to 17:30.
      cite: {source: page, at: paragraph 1}
    - key: desk
      text: Questions go to desk@forum.example.
      cite: {source: page, at: footer}
- id: meeting.other
  title: Other
  name: the other one
  reviewed: 2025-05-20
  facts:
    - key: what
      text: There is another one.
      cite: {source: page, at: paragraph 2}
"""


def changed(old: str, new: str) -> str:
    assert old in RECORD
    return RECORD.replace(old, new, 1)


def refused(folder: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as error:
        load(folder)
    listed = error.value.problems
    assert [str(problem) for problem in listed] == str(error.value).split("\n")
    assert [problem for problem in check(folder) if problem.grave] == listed
    return listed


def line_of_mark(text: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if MARK in line)


def test_the_record_that_is_broken_below_is_right(tmp_path: Path) -> None:
    write(tmp_path, {"sources/s.yaml": SOURCE, "meetings/m.yaml": RECORD})
    assert len(load(tmp_path)) == 2


THIRD = "id: meeting.third, title: Third, name: the third, reviewed: 2025-05-20"
"""Keys of a record without facts."""

BROKEN = {
    "unknown key": (changed("  zone:", "  titel: x #!\n  zone:"), "titel", "'title'"),
    "unknown key of a fact": (changed("      text: Q", "      ask: [x] #!\n      text: Q"), "ask", "'asks'"),
    "unknown key of a citation": (
        changed("{source: page, at: footer}", "{source: page, at: x, sorce: page} #!"),
        "sorce",
        "'source'",
    ),
    "unknown key like no other": (changed("  zone:", "  qqqqqq: x #!\n  zone:"), "qqqqqq", "remove"),
    "missing key": (changed("- id: meeting.forum\n  title: Forum", "- id: meeting.forum #!"), "title", "add"),
    "dangling source": (changed("page, at: footer}", "pag, at: footer} #!"), "'pag'", "sources/"),
    "dangling relation": (changed("[meeting.other]}", "[meeting.othr]} #!"), "'meeting.othr'", ""),
    "relation to itself": (changed("[meeting.other]}", "[meeting.forum]} #!"), "itself", ""),
    "unknown relation": (changed("{about: [meeting.other]}", "{abuot: [meeting.other]} #!"), "abuot", "about"),
    "duplicate id": (
        changed("- id: meeting.other", "- id: meeting.forum #!").replace("[meeting.other]", "[]"),
        "meeting.forum",
        "rename",
    ),
    "duplicate key": (changed("  title: Other", "  title: Other\n  title: More #!"), "'title'", "one"),
    "duplicate fact key": (changed("key: desk", "key: when #!").replace("contacts: desk", "contacts: when"), "'when'", "rename"),
    "impossible start": (changed("start: 2025-07-08T10:00", "start: 2025-07-32T10:00 #!"), "'2025-07-32T10:00'", "mend"),
    "impossible hour": (changed("end: 2025-07-08T17:30", "end: 2025-07-08T25:30 #!"), "'2025-07-08T25:30'", "mend"),
    "no date": (changed("end: 2025-07-08T17:30", "end: 8 July 2025 #!"), "'8 July 2025'", "2024-12-05"),
    "impossible day of review": (changed("reviewed: 2025-05-20", "reviewed: 2025-02-30 #!"), "2025-02-30", "write"),
    "no day of review": (changed("reviewed: 2025-05-20", "reviewed: in May #!"), "in May", "write"),
    "wrong zone": (changed("Europe/Zurich", "Europe/Zurch #!"), "'Europe/Zurch'", "Europe/Zurich"),
    "zone with a path": (changed("Europe/Zurich", "../../etc/passwd #!"), "'../../etc/passwd'", "Europe/Zurich"),
    "skipped hour": (changed("start: 2025-07-08T10:00", "start: 2025-03-30T02:30 #!"), "2025-03-30T02:30", "day"),
    "repeated hour": (changed("end: 2025-07-08T17:30", "end: 2025-10-26T02:30 #!"), "2025-10-26T02:30", "day"),
    "end before start": (changed("end: 2025-07-08T17:30", "end: 2025-07-08T09:30 #!"), "2025-07-08T09:30", "swap"),
    "end without start": (changed("  start: 2025-07-08T10:00\n", "").replace("T17:30", "T17:30 #!"), "end", "start"),
    "fact without citation": (
        changed("- key: desk", "- key: desk #!").replace("      cite: {source: page, at: footer}\n", ""),
        "facts.1.cite",
        "add",
    ),
    "fact with no citation": (changed("cite: {source: page, at: footer}", "cite: [] #!"), "[]", "at least 1"),
    "date that its fact does not say": (
        changed("start: 2025-07-08T10:00", "start: 2025-07-07T10:00 #!"),
        "2025-07-07T10:00",
        "stated",
    ),
    "contact that its fact does not say": (
        changed("[desk@forum.example]", "[door@forum.example] #!"),
        "door@forum.example",
        "stated",
    ),
    "fact that states and is not there": (changed("contacts: desk}", "contacts: dsk} #!"), "'dsk'", "desk"),
    "filled field that nothing states": (
        changed("[desk@forum.example]", "[desk@forum.example] #!").replace(", contacts: desk", ""),
        "contacts",
        "stated",
    ),
    "clock time without zone": (
        changed("start: 2025-07-08T10:00\n", "start: 2025-07-08T10:00 #!\n").replace("  zone: Europe/Zurich\n", ""),
        "zone",
        "IANA",
    ),
    "status that is not in the list": (changed("  zone:", "  status: maybe #!\n  zone:"), "'maybe'", "'held'"),
    "id that no button can carry": (
        changed("- id: meeting.other", f"- id: meeting.{'o' * 53} #!").replace("[meeting.other]", "[]"),
        "ooo",
        "at most 60",
    ),
    "id without a kind": (
        changed("- id: meeting.other", "- id: other #!").replace("[meeting.other]", "[]"),
        "'other'",
        "meeting",
    ),
    "address with a blank": (
        changed("  zone:", '  links: ["https://forum .example"] #!\n  zone:'),
        "'https://forum .example'",
        "match",
    ),
    "title of the wrong type": (changed("title: Forum", "title: [Forum] #!"), "['Forum']", "string"),
    "title with blanks around": (changed("title: Forum", 'title: " Forum" #!'), "' Forum'", "mend"),
    "title with an escape code": (changed("title: Forum", 'title: "\\e[31mForum" #!'), "[31mForum", "mend"),
    "start that is a mapping": (changed("start: 2025-07-08T10:00", "start: {year: 2025, month: 13} #!"), "13", ""),
    "record that is text": (RECORD + "- forum #!\n", "forum", ""),
    "meeting without facts": (RECORD + f"- {{{THIRD}}} #!\n", "meeting.third", "facts"),
    "deadline without a date": (
        changed("- id: meeting.other", "- id: deadline.other #!").replace("[meeting.other]", "[]"),
        "deadline.other",
        "start",
    ),
    "gap without what was sought": (RECORD + f"- {{{THIRD.replace('meeting', 'gap')}}} #!\n", "gap.third", "sought"),
    "no YAML": (changed("title: Other", "title: Other: one #!"), "YAML", "colon"),
    "two documents": (RECORD + "--- #!\n" + RECORD, "YAML", ""),
    "control character": (changed("title: Other", "title: Ot\x07her #!"), "U+0007", ""),
    "not a list": ("meetings: #!\n" + RECORD, "list", "'- '"),
    "alias": (
        changed("[desk@forum.example]", "&mail [desk@forum.example]").replace("  reviewed", "  look_at: *mail #!\n  reviewed", 1),
        "alias",
        "write",
    ),
}


TOLD_TWICE = {"alias", "unknown relation", "duplicate fact key", "skipped hour", "repeated hour"}
"""Here one line breaks two rules."""


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_wrong_is_told_with_its_line_and_how_to_mend_it(tmp_path: Path, case: str) -> None:
    text, value, mend = BROKEN[case]
    file = write(tmp_path, {"sources/s.yaml": SOURCE, "meetings/m.yaml": text}) / "meetings/m.yaml"
    problems = refused(tmp_path)
    assert {problem.file for problem in problems} == {file}
    found = next((problem for problem in problems if value in problem.what), None)
    assert found, [str(problem) for problem in problems]
    assert found.line == line_of_mark(text)
    assert str(found).startswith(f"{file}:{found.line}: ")
    assert mend in str(found)
    assert "\n" not in str(found)


@pytest.mark.parametrize("case", sorted(set(BROKEN) - TOLD_TWICE))
def test_one_mistake_is_told_once(tmp_path: Path, case: str) -> None:
    write(tmp_path, {"sources/s.yaml": SOURCE, "meetings/m.yaml": BROKEN[case][0]})
    assert len(refused(tmp_path)) == 1


def test_a_record_with_a_mistake_is_not_taken_for_a_missing_one(tmp_path: Path) -> None:
    write(tmp_path, {"sources/s.yaml": SOURCE, "meetings/m.yaml": changed("title: Other", "title: [Other]")})
    (problem,) = refused(tmp_path)
    assert problem.what.startswith("meeting.other: title")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (SOURCE + "- {id: page, title: Again, publisher: Union, kind: primary} #!\n", "'page'"),
        (SOURCE + "- {id: more, title: More, publisher: Union, kind: rumour} #!\n", "'rumour'"),
        (SOURCE + "- {id: more, title: More, publisher: Union, kind: primary, langauge: en} #!\n", "langauge"),
        (SOURCE + "- {id: more, title: More, publisher: Union, kind: primary, published: 2025-13} #!\n", "'2025-13'"),
        (SOURCE + '- {id: more, title: More, publisher: Union, kind: primary, url: "ftp://x"} #!\n', "'ftp://x'"),
    ],
)
def test_the_register_of_sources_is_checked_too(tmp_path: Path, text: str, value: str) -> None:
    write(tmp_path, {"sources/s.yaml": text, "meetings/m.yaml": RECORD})
    (problem,) = refused(tmp_path)
    assert (problem.file, problem.line) == (tmp_path / "sources/s.yaml", line_of_mark(text))
    assert value in problem.what


def test_the_thesaurus_is_checked_too(tmp_path: Path) -> None:
    words = "- alike: [a, b]\n- {said: [c]} #!\n"
    write(tmp_path, {"sources/s.yaml": SOURCE, "meetings/m.yaml": RECORD, "thesaurus/t.yaml": words})
    (problem,) = refused(tmp_path)
    assert (problem.file, problem.line) == (tmp_path / "thesaurus/t.yaml", 2)


def test_several_mistakes_in_several_files_are_told_in_one_go(tmp_path: Path) -> None:
    twice = changed("zone: Europe/Zurich", "zone: Europe/Zurch").replace("title: Other", "titel: Other")
    files: dict[str, str | bytes] = {
        "sources/s.yaml": SOURCE + "- {id: more, title: More, publisher: Union, kind: rumour}\n",
        "meetings/a.yaml": twice,
        "meetings/b.yaml": "- [unclosed\n",
        "meetings/c.yaml": b"- \xff\xfe\n",
    }
    problems = refused(write(tmp_path, files))
    found = {(problem.file.name, problem.line) for problem in problems}
    title, zone = twice.split("\n").index("  titel: Other") + 1, twice.split("\n").index("  zone: Europe/Zurch") + 1
    assert {("s.yaml", 2), ("a.yaml", zone), ("a.yaml", title), ("c.yaml", 0)} <= found
    assert {file for file, _ in found} == {"s.yaml", "a.yaml", "b.yaml", "c.yaml"}
    assert problems == sorted(problems)


def test_unreadable_bytes_are_told(tmp_path: Path) -> None:
    write(tmp_path, {"sources/s.yaml": SOURCE, "meetings/m.yaml": b"- id: caf\xe9\n"})
    (problem,) = refused(tmp_path)
    assert problem.file == tmp_path / "meetings/m.yaml"
    assert "0xe9" in problem.what
    assert "UTF-8" in problem.mend


def test_a_folder_named_like_a_file_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"sources/s.yaml": SOURCE, "meetings/m.yaml": RECORD})
    (tmp_path / "meetings/folder.yaml").mkdir()
    assert [problem.file.name for problem in refused(tmp_path)] == ["folder.yaml"]


@pytest.mark.parametrize("depth", [300, 950, 5000])
def test_deep_nesting_is_refused_and_no_crash(tmp_path: Path, depth: int) -> None:
    write(tmp_path, {"sources/s.yaml": SOURCE, "meetings/m.yaml": "- " + "[" * depth + "]" * depth + "\n"})
    assert {problem.file.name for problem in refused(tmp_path)} == {"m.yaml"}


def test_an_empty_directory_is_told(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (problem,) = refused(empty)
    assert problem.file == empty
    assert "no records" in problem.what


@pytest.mark.parametrize("name", ["nowhere", "file.yaml"])
def test_a_missing_directory_is_told(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"file.yaml": RECORD})
    for door in (load, check):
        with pytest.raises(KnowledgeError) as error:
            door(tmp_path / name)
        assert str(tmp_path / name) in str(error.value)
        assert "no such directory" in str(error.value)


def test_templates_and_empty_files_are_no_knowledge(tmp_path: Path) -> None:
    files = {"sources/s.yaml": SOURCE, "meetings/m.yaml": RECORD, "meetings/empty.yaml": "# nothing yet\n"}
    write(tmp_path, files | {"templates/meeting.yaml": "- id: broken\n"})
    assert sorted(load(tmp_path).records) == ["meeting.forum", "meeting.other"]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_files_of_other_editors_are_read(tmp_path: Path, mark: str, ending: str) -> None:
    text = mark + RECORD.replace("\n", ending)
    write(tmp_path, {"sources/s.yaml": SOURCE, "meetings/m.yaml": text})
    assert len(load(tmp_path)) == 2


def test_values_stay_as_the_curator_wrote_them(tmp_path: Path) -> None:
    text = changed("title: Other", "title: 2024").replace("the other one", "no")
    write(tmp_path, {"sources/s.yaml": SOURCE, "meetings/m.yaml": text})
    record = load(tmp_path).records["meeting.other"]
    assert (record.title, record.name) == ("2024", "no")
    assert str(load(tmp_path).records["meeting.forum"].start) == "2025-07-08T10:00"


def test_relations_are_followed_both_ways(tiny_folder: Path) -> None:
    knowledge = load(tiny_folder)
    forum, summit = "meeting.harbour-forum-2025", "meeting.coast-summit-2025"
    assert summit in knowledge.neighbours(forum)
    assert forum in knowledge.neighbours(summit)


def test_advice_keeps_nothing_from_being_loaded(tmp_path: Path) -> None:
    write(tmp_path, {"sources/s.yaml": SOURCE + SOURCE.replace("page", "unused"), "meetings/m.yaml": RECORD})
    told = check(tmp_path)
    assert not any(problem.grave for problem in told)
    assert any("unused" in problem.what for problem in told)
    assert any("asks" in problem.what and problem.line for problem in told)
    assert len(load(tmp_path)) == 2


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    one = load(write(tmp_path / "one"))
    swapped = {name.replace("meetings", "zz").replace("others", "aa"): text for name, text in tiny.FILES.items()}
    other = load(write(tmp_path / "other", swapped))
    assert list(one.records) == list(other.records)
