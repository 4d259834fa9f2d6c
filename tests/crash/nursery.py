"""Starts processes of the bot quickly: it has imported the program, and makes each one by a fork.

A line of JSON on standard input starts one: its environment, its log, where it is to be killed. On standard output stands
`<pid>` for each that was started and `<pid> <code>` for each that ended (negative: the signal that killed it).

Usage: python -m tests.crash.nursery
"""

import json
import os
import signal
import sys
from pathlib import Path

import adapters.discord.adapter
import adapters.telegram.adapter  # noqa: F401 - so that no child has to import it
import bot.app
import bot.keeping  # noqa: F401 - likewise
from bot.cli import main
from tests.crash.points import arm


def serve(order: dict[str, object]) -> None:
    """Be a process of the bot."""
    environment, log = order["environment"], order["log"]
    assert isinstance(environment, dict)
    os.environ.clear()
    os.environ.update(environment)
    file = os.open(str(log), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(file, stream)
    os.chdir(Path(str(log)).parent)
    arm(str(order["point"]), int(str(order["after"])), float(str(order["lease"])))
    main(["run"])


def note_ends(_: int, __: object) -> None:
    """Tell which processes have ended."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        os.write(1, f"{pid} {os.waitstatus_to_exitcode(status)}\n".encode())


signal.signal(signal.SIGCHLD, note_ends)
for line in sys.stdin:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])  # its end must not be told before its beginning
    child = os.fork()
    if not child:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        try:
            serve(json.loads(line))
        except SystemExit as ended:
            sys.stderr.flush()
            os._exit(int(ended.code or 0))
        os._exit(0)
    os.write(1, f"{child}\n".encode())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
