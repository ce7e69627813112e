"""Starting the site: folders of two kinds that never mix, and a start that is skipped when done."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from netral.ops import cli, serve


def start(folder: Path, *arguments: str) -> Path:
    return serve.folder_for(serve.options(["--data", str(folder), *arguments]))


def test_a_new_folder_becomes_a_demonstration_on_its_day(tmp_path: Path) -> None:
    folder = start(tmp_path / "demo")
    assert json.loads((folder / "demo.json").read_text()) == {"today": "2024-11-10"}


def test_the_day_of_a_demonstration_can_be_chosen_and_changed(tmp_path: Path) -> None:
    start(tmp_path / "demo", "--today", "2024-10-01")
    folder = start(tmp_path / "demo", "--today", "2024-10-02")
    assert json.loads((folder / "demo.json").read_text()) == {"today": "2024-10-02"}
    assert json.loads((start(tmp_path / "demo") / "demo.json").read_text()) == {
        "today": "2024-10-02"
    }


def test_a_real_start_leaves_no_marker(tmp_path: Path) -> None:
    assert not (start(tmp_path / "kantor", "--empty") / "demo.json").exists()


def test_a_real_folder_is_never_turned_into_a_demonstration(tmp_path: Path) -> None:
    folder = start(tmp_path / "kantor", "--empty")
    (folder / "netral.sqlite3").touch()
    with pytest.raises(serve.FolderError, match="data sungguhan"):
        start(folder)
    assert not (folder / "demo.json").exists()


def test_a_demonstration_is_never_opened_as_a_real_site(tmp_path: Path) -> None:
    folder = start(tmp_path / "demo")
    with pytest.raises(serve.FolderError, match="berisi contoh"):
        start(folder, "--empty")


def test_a_folder_of_records_is_closed_to_other_users(tmp_path: Path) -> None:
    assert start(tmp_path / "kantor", "--empty").stat().st_mode & 0o077 == 0


def test_preparing_runs_once_for_the_same_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[Sequence[str]] = []
    monkeypatch.setattr(serve, "manage", lambda *arguments: ran.append(arguments))
    serve.prepare(tmp_path, empty=True)
    serve.prepare(tmp_path, empty=True)
    assert [arguments[0] for arguments in ran] == ["migrate", "createcachetable", "collectstatic"]


def test_a_port_in_use_is_told_with_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert serve.main(["--port", port, "--data", str(tmp_path)]) == 1
    assert "--port 8001" in capsys.readouterr().err


class Silent(BaseHTTPRequestHandler):
    """A server that has loaded: it answers, even if the page is not there."""

    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_an_open_socket_without_an_answer_is_not_a_site_that_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quick = partial(http.client.HTTPConnection, timeout=0.2)
    monkeypatch.setattr(http.client, "HTTPConnection", lambda host, port, **_: quick(host, port))
    with socket.socket() as unloaded:
        unloaded.bind(("127.0.0.1", 0))
        unloaded.listen()
        assert not serve.answers(unloaded.getsockname()[1])
    monkeypatch.undo()
    with ThreadingHTTPServer(("127.0.0.1", 0), Silent) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        assert serve.answers(server.server_port)
        server.shutdown()
        thread.join()


def test_a_server_that_ends_while_starting_is_told() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with pytest.raises(serve.FolderError, match="Peladen berhenti"):
        serve.wait_until_open(port, ended)


def test_a_worker_that_is_still_starting_is_ended_with_the_server() -> None:
    command = serve.granian(8000)
    assert int(command[command.index("--workers-kill-timeout") + 1]) < 20


def test_the_server_keeps_no_log_of_addresses() -> None:
    assert "--no-access-log" in serve.granian(8000)


@pytest.mark.parametrize(
    "arguments", [["migrate", "--data", "x"], ["--data=x", "migrate"], ["--data", "x", "migrate"]]
)
def test_the_folder_may_stand_anywhere_on_the_line(arguments: list[str]) -> None:
    assert cli.take_option(arguments, "--data") == ("x", ["migrate"])


def test_without_the_option_nothing_is_taken() -> None:
    assert cli.take_option(["import", "berkas.xlsx"], "--data") == (
        None,
        ["import", "berkas.xlsx"],
    )
