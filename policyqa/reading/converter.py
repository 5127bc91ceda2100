"""Calls LibreOffice without a window: a profile of its own, no macros, no links followed, a limit in time."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

_SECONDS, _SECONDS_MORE = 90, 15  # to start and for the first file; for each that follows
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (("DisableMacrosExecution", "true"), ("MacroSecurityLevel", "3"), ("BlockUntrustedRefererLinks", "true"))
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>
"""
_ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'


def is_installed() -> bool:
    return _program() is not None


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(files: Sequence[tuple[str, bytes]], target: str) -> list[bytes | None]:
    """Suffix and bytes of each file to its bytes in the target format (docx, xlsx); None where that failed."""
    program = _program()
    if program is None or not files:
        return [None] * len(files)
    with tempfile.TemporaryDirectory(prefix="policyqa-") as folder:
        home, given, made = (Path(folder) / name for name in ("home", "in", "out"))
        _write_profile(home)
        given.mkdir()
        paths = [given / f"{index}{suffix}" for index, (suffix, _) in enumerate(files)]
        for path, (_, data) in zip(paths, files, strict=True):
            path.write_bytes(data)
        options = [
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            f"-env:UserInstallation={home.as_uri()}",
        ]
        wanted = ["--convert-to", target, "--outdir", str(made), *map(str, paths)]
        run([program, *options, *wanted], folder, _SECONDS + _SECONDS_MORE * (len(files) - 1))
        return [_bytes(made / f"{path.stem}.{target}") for path in paths]


def run(command: Sequence[str], home: str, seconds: float = _SECONDS) -> bytes:
    """What the program writes; nothing where it fails. All that it started ends with it or when the time is over."""
    environment = {**os.environ, "HOME": home, "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        cwd=home, env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        output = b""
    finally:
        _end(process)
    return output if process.returncode == 0 else b""


def _end(process: subprocess.Popen[bytes]) -> None:
    """The program and its children, which share its session."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _write_profile(home: Path) -> None:
    items = "".join(_ITEM.format(path=_SECURITY, name=name, value=value) for name, value in _SETTINGS)
    user = home / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), "utf-8")


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
