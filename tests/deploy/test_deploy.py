"""What is in deploy/: the files parse, name what there is, and the runbook's commands can be given."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from bot.cli import main
from bot.settings import Settings
from tests.conftest import Run

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
RUNBOOK = (DEPLOY / "README.md").read_text(encoding="utf-8")
UNIT = (DEPLOY / "wsisbot.service").read_text(encoding="utf-8")
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
COMPOSE: Any = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
BLOCKS = re.findall(r"^```(?:console)?\n(.*?)^```$", RUNBOOK, re.MULTILINE | re.DOTALL)
ANALYZE = shutil.which("systemd-analyze") or ""
LINES = [line.removeprefix("# ").removeprefix("$ ") for block in BLOCKS for line in block.splitlines()]
QUOTED = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", RUNBOOK, flags=re.MULTILINE | re.DOTALL))
GIVEN = [
    found[1]
    for text in (*LINES, *QUOTED)
    if (found := re.search(r"(?:^|bin/|bot |--rm )wsisbot ((?:-|[a-z]).*?)(?: > .*|\))?$", text)) and "cat /var" not in text
]
"""What is typed behind `wsisbot` in the runbook."""


def test_the_example_of_the_settings_is_up_to_date(run: Run) -> None:
    made = run("settings", "--example").stdout
    assert (DEPLOY / "settings.example.env").read_text(encoding="utf-8") == made, "wsisbot settings --example"
    assert all(f"\n#{name}=" in made for name, _, _ in Settings().listed())


def test_the_example_as_it_stands_and_with_its_defaults_sets_nothing(run: Run) -> None:
    before = Settings.from_environment()
    text = (DEPLOY / "settings.example.env").read_text(encoding="utf-8")
    for content in (text, re.sub(r"^#(?=[A-Z_]+=)", "", text, flags=re.MULTILINE)):
        Path(".env").write_text(content, encoding="utf-8")
        assert Settings.from_environment() == before


@pytest.mark.parametrize("typed", sorted(set(GIVEN)))
def test_a_command_of_the_runbook_can_be_given(typed: str) -> None:
    command: click.Command = main
    words = shlex.split(typed)
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    command.make_context("wsisbot", words)


def test_the_runbook_has_commands() -> None:
    said = " ".join(GIVEN)
    for name in ("db backup", "db restore", "db copy", "db rotate", "db upgrade", "db status", "doctor", "reminders cancel"):
        assert name in said


def test_the_paths_of_the_runbook_are_there() -> None:
    inside = set(re.findall(r"(?<![\w/.])(?:deploy|requirements)/[\w./-]*\w", RUNBOOK))
    made = {"deploy/settings.env", "deploy/secrets", *(f"deploy/{one['file']}" for one in COMPOSE["secrets"].values())}
    assert [path for path in inside - made if not (ROOT / path).exists()] == []
    assert [link for link in re.findall(r"\]\((?!http)([^)#]+)", RUNBOOK) if not (DEPLOY / link).exists()] == []
    assert [name for name in re.findall(r"^\| (`.*?`) \|", RUNBOOK, re.MULTILINE) for name in re.findall(r"`(.+?)`", name)
            if not (DEPLOY / name).exists()] == []  # fmt: skip
    # What the service reads and writes is made on the way.
    for path in re.findall(r"/etc/wsisbot[\w./-]*|/var/lib/wsisbot|/opt/wsisbot", re.sub(r"^#.*", "", UNIT, flags=re.MULTILINE)):
        assert path in RUNBOOK


def test_the_settings_of_the_runbook_exist() -> None:
    known = {name for name, _, _ in Settings().listed()}
    named = set(re.findall(r"\b(?:WSISBOT|TELEGRAM|DISCORD)_[A-Z_]+[A-Z]", RUNBOOK + UNIT + CONTAINER + str(COMPOSE)))
    assert {name.removesuffix("_FILE") for name in named} <= known


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """Give the unit for a machine where the program is not installed."""
    if not ANALYZE:
        pytest.skip("there is no systemd-analyze here")
    file = tmp_path / "wsisbot.service"
    file.write_text(UNIT.replace("/opt/wsisbot/bin/wsisbot run", "/bin/true"), encoding="utf-8")
    return file


def test_systemd_takes_the_unit(unit: Path) -> None:
    done = subprocess.run([ANALYZE, "verify", "--man=no", unit], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_may_do_little(unit: Path) -> None:
    command = [ANALYZE, "security", "--offline=true", "--threshold=15", "--no-pager", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_each_secret_of_the_unit_is_a_credential_that_it_loads() -> None:
    text = re.sub(r"^#(?=LoadCredential|Environment)", "", UNIT, flags=re.MULTILINE)
    loaded = dict(re.findall(r"^LoadCredential=([\w-]+):(.+)$", text, re.MULTILINE))
    assert set(re.findall(r"_FILE=%d/([\w-]+)", text)) == set(loaded)
    assert all(path == f"/etc/wsisbot/secrets/{name}" for name, path in loaded.items())


def instructions() -> list[tuple[str, str]]:
    """Give the Containerfile's instructions, continued lines joined."""
    text = re.sub(r"^#.*\n", "", CONTAINER, flags=re.MULTILINE).replace("\\\n", "")
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in text.splitlines() if line)]


def test_the_image_is_made_of_what_there_is() -> None:
    kept = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8")
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from"):
            for path in rest.split()[:-1]:
                assert (ROOT / path).exists(), path
                assert f"\n!{path}\n" in kept, path
    packages = re.search(r"packages = \[(.*)\]", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert packages
    assert all(("COPY", f"{name} {name}") in instructions() for name in re.findall(r'"(\w+)"', packages[1]))


def test_the_image_runs_the_bot_without_rights() -> None:
    last = dict(instructions()[max(number for number, (word, _) in enumerate(instructions()) if word == "FROM") :])
    assert int(last["USER"].partition(":")[0]) > 0
    assert last["STOPSIGNAL"] == "SIGTERM"
    assert last["VOLUME"] in last["ENV"]
    (health,) = re.findall(r"CMD (\[.*\])", last["HEALTHCHECK"])
    for words in (health, last["CMD"]):
        command: click.Command = main
        for name in yaml.safe_load(words):
            if isinstance(command, click.Group) and name != "wsisbot":
                command = command.commands[name]
        assert not isinstance(command, click.Group)


def test_the_composition_fits_together() -> None:
    bot = COMPOSE["services"]["bot"]
    assert bot["read_only"]
    assert bot["cap_drop"] == ["ALL"]
    assert (DEPLOY / bot["build"]["context"] / bot["build"]["dockerfile"]).resolve() == DEPLOY / "Containerfile"
    named = {value.removeprefix("/run/secrets/") for value in bot["environment"].values()}
    assert named == set(bot["secrets"]) == set(COMPOSE["secrets"])
    (volume,) = bot["volumes"]
    source, target = volume.split(":")
    assert source in COMPOSE["volumes"]
    assert ("VOLUME", target) in instructions()
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/deploy/secrets/", f"/deploy/{bot['env_file']}"} <= set(ignored)
