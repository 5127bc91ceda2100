"""Where the command line writes: files appear whole, links stay links, devices and pipes stay what they are."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from policyqa.cli.output import write_parts
from policyqa.errors import CannotWrite


def test_a_file_takes_the_place_of_another_and_nothing_else_is_left(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"before")
    write_parts([b"now ", b"whole"], file)
    assert file.read_bytes() == b"now whole"
    assert list(tmp_path.iterdir()) == [file]


def test_what_breaks_off_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"before")

    def parts() -> object:
        yield b"half"
        raise ValueError("broken off")

    with pytest.raises(ValueError, match="broken off"):
        write_parts(parts(), file)  # type: ignore[arg-type]
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_stays_one_and_its_file_is_written(tmp_path: Path) -> None:
    file, link = tmp_path / "a.csv", tmp_path / "latest.csv"
    file.write_bytes(b"before")
    link.symlink_to(file)
    write_parts([b"now"], link)
    assert link.is_symlink()
    assert file.read_bytes() == b"now"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_parts([b"through ", b"it"], pipe)
    reader.join(5)
    assert read == [b"through it"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", ["", "missing/a.csv"])
def test_where_nothing_can_be_written_a_sentence_says_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotWrite):
        write_parts([b"now"], tmp_path / name)
    assert list(tmp_path.iterdir()) == []
