"""The line before the raw door's writer: a process that dies takes no promise with it."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
import uvloop

from netral.config import hot_line
from netral.config.hot_line import LENGTH, WRITER, HotLine, UnwrittenError, framed
from netral.core.access import Assurance
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.pledges.services.batches import PledgeAct
from netral.pledges.services.queue import QueueFullError
from netral.shell.moment import moment

Loop = Callable[[], asyncio.AbstractEventLoop]
ROOT = Path(__file__).parents[3]
# Dies at its first batch; the next one of its kind refuses each act, after a word that is no frame.
MORTAL = """
import os, pickle, struct, sys
from pathlib import Path
mark, source = Path(sys.argv[1]), sys.stdin.buffer
while head := source.read(4):
    acts = source.read(*struct.unpack("!I", head))
    if not mark.exists():
        mark.touch()
        os._exit(1)
    count = acts.count(b"P0000")
    told = pickle.dumps([LookupError("second")] * count)
    sys.stdout.buffer.write(struct.pack("!I", len(told)) + told)
    sys.stdout.buffer.flush()
"""


def act(number: int = 1) -> PledgeAct:
    person, session = PersonRef(f"P0000{number}"), SessionRef("S1")
    return PledgeAct(person, session, "0" * 64, Assurance.LINK_PIN, False, moment())


def noted(monkeypatch: pytest.MonkeyPatch) -> list[asyncio.subprocess.Process]:
    """Return the processes that a line begins from now on."""
    begun: list[asyncio.subprocess.Process] = []
    begin = asyncio.create_subprocess_exec

    async def begin_noted(*command: str, **options: Any) -> asyncio.subprocess.Process:
        begun.append(await begin(*command, **options))
        return begun[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", begin_noted)
    return begun


LOOPS = pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop])


def beside(
    line: HotLine, work: Coroutine[Any, Any, Any], loop: Loop = asyncio.new_event_loop
) -> Any:
    """Do some work while the line runs."""

    async def both() -> Any:
        running = asyncio.ensure_future(line.run())
        try:
            return await asyncio.wait_for(work, 20)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    with asyncio.Runner(loop_factory=loop) as runner:
        return runner.run(both())


@LOOPS
def test_who_waits_for_a_writer_that_dies_hears_so_and_the_next_one_writes(
    loop: Loop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot_line, "AGAIN_SECONDS", 0.01)
    line = HotLine([sys.executable, "-c", MORTAL, str(tmp_path / "mark")])

    async def press() -> list[Any]:
        first = await asyncio.gather(line.made(act(1)), line.made(act(2)), return_exceptions=True)
        later = await asyncio.gather(line.made(act(3)), return_exceptions=True)
        return [type(told) for told in (*first, *later)]

    assert beside(line, press(), loop) == [UnwrittenError, UnwrittenError, LookupError]


@LOOPS
def test_of_a_writer_that_died_while_nobody_waited_nobody_hears(
    loop: Loop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot_line, "AGAIN_SECONDS", 0.01)
    (tmp_path / "mark").touch()
    begun = noted(monkeypatch)
    line = HotLine([sys.executable, "-c", MORTAL, str(tmp_path / "mark")])

    async def press() -> list[Any]:
        first = await asyncio.gather(line.made(act(1)), return_exceptions=True)
        begun[0].kill()
        await begun[0].wait()
        later = await asyncio.gather(line.made(act(2)), return_exceptions=True)
        return [type(told) for told in (*first, *later)]

    assert beside(line, press(), loop) == [LookupError, LookupError]
    assert len(begun) == 2


def test_who_left_does_not_keep_the_others_from_their_answer(
    tmp_path: Path,
) -> None:
    (tmp_path / "mark").touch()
    line = HotLine([sys.executable, "-c", MORTAL, str(tmp_path / "mark")])

    async def press() -> Any:
        gone = asyncio.ensure_future(line.made(act(1)))
        stays = asyncio.ensure_future(line.made(act(2)))
        await asyncio.sleep(0)
        gone.cancel()
        return (await asyncio.gather(stays, return_exceptions=True))[0]

    assert str(beside(line, press())) == "second"


def test_where_no_process_can_be_begun_it_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot_line, "AGAIN_SECONDS", 0.01)
    (tmp_path / "mark").touch()
    program = tmp_path / "python"
    line = HotLine([str(program), "-c", MORTAL, str(tmp_path / "mark")])

    async def press() -> list[Any]:
        waiting = asyncio.ensure_future(line.made(act(1)))
        await asyncio.sleep(0.05)
        program.symlink_to(sys.executable)
        return list(await asyncio.gather(waiting, return_exceptions=True))

    assert [type(told) for told in beside(line, press())] == [LookupError]


def test_of_a_writer_that_leaves_somebody_out_nobody_waits_for_ever(tmp_path: Path) -> None:
    (tmp_path / "mark").touch()
    forgetful = MORTAL.replace('acts.count(b"P0000")', "0")
    line = HotLine([sys.executable, "-c", forgetful, str(tmp_path / "mark")])

    async def press() -> list[Any]:
        return list(await asyncio.gather(line.made(act(1)), return_exceptions=True))

    assert [type(told) for told in beside(line, press())] == [UnwrittenError]


@LOOPS
def test_a_line_that_ends_while_its_writer_does_waits_for_the_writers_end(
    loop: Loop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mark").touch()
    slow = MORTAL.replace('acts.count(b"P0000")', "0") + "\nimport time; time.sleep(0.3)"
    begun = noted(monkeypatch)
    line = HotLine([sys.executable, "-c", slow, str(tmp_path / "mark")])

    async def press() -> list[Any]:
        return list(await asyncio.gather(line.made(act(1)), return_exceptions=True))

    assert [type(told) for told in beside(line, press(), loop)] == [UnwrittenError]
    assert [process.returncode for process in begun] == [0]


def test_a_full_line_takes_nobody_more() -> None:
    line = HotLine(room=1)

    async def press() -> None:
        first = asyncio.ensure_future(line.made(act(1)))
        await asyncio.sleep(0)
        with pytest.raises(QueueFullError):
            await line.made(act(2))
        first.cancel()

    asyncio.run(press())


def test_the_process_answers_in_frames_and_ends_with_its_door(tmp_path: Path) -> None:
    """Its database has no tables: each act hears that nothing was written, and of no other fault.

    Neither Ctrl+C nor SIGTERM ends it before its door has: those who wait are answered.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "NETRAL_DATA_DIR": str(tmp_path),
        "NETRAL_DATABASE": f"sqlite:///{tmp_path}/empty.sqlite3",
        "DJANGO_SETTINGS_MODULE": "netral.config.settings",
    }
    with subprocess.Popen(  # noqa: S603 - our own program
        WRITER, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told = []
        for number in (1, 2):
            process.stdin.write(framed([act(number)]))
            process.stdin.flush()
            size = LENGTH.unpack(process.stdout.read(LENGTH.size))[0]
            told += pickle.loads(process.stdout.read(size))  # noqa: S301 - our own
            for ending in (signal.SIGTERM, signal.SIGINT):
                process.send_signal(ending)
        process.stdin.close()
        assert process.wait(20) == 0
        assert process.stdout.read() == b""
    assert [type(one) for one in told] == [UnwrittenError, UnwrittenError]
    assert str(told[0]) == "OperationalError"
