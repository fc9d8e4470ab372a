"""Processes of our own that parse what strangers wrote, and are killed when that stalls them or eats their memory."""

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.config import Settings

if TYPE_CHECKING:
    import subprocess
    from multiprocessing.connection import Connection

_START_SECONDS = 120.0  # importing the parsers takes 1 s alone, more on a loaded machine (own choice)


def start_process(
    module: str, settings: Settings, arguments: tuple[str, ...] = (), stdin: int | None = None
) -> "tuple[subprocess.Popen[bytes], Connection]":
    """Start a module with one end of a pipe, and wait until it says that it is ready.

    Args:
        module: what `python -m` runs; it gets the number of its end of the pipe, its address space in bytes,
            the seconds that an answer may take, and the arguments.
        settings: the limits.
        arguments: more of them.
        stdin: descriptor of its standard input; None = nothing.

    Returns:
        The process, and our end of the pipe.
    """
    import subprocess  # noqa: PLC0415
    from multiprocessing import Pipe  # noqa: PLC0415

    pipe, far_end = Pipe()
    package = str(Path(__file__).resolve().parents[2])
    limits = (str(settings.html_memory_bytes), str(settings.html_seconds))
    with far_end:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, str(far_end.fileno()), *limits, *arguments],
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[far_end.fileno()],
            start_new_session=True,  # Ctrl-C is for the one who started it: a page must not die of it
            env={**os.environ, "PYTHONPATH": os.pathsep.join([package, *filter(None, sys.path)])},
        )
    if pipe.poll(_START_SECONDS):
        with contextlib.suppress(EOFError, OSError):  # it died: so will the first request
            pipe.recv_bytes()
    return process, pipe


def ask_process(pipe: "Connection", request: bytes, seconds: float) -> bytes | None:
    """Send a request and wait for the answer.

    Args:
        pipe: our end.
        request: any bytes.
        seconds: how long to wait.

    Returns:
        The answer; None when the process died or ran out of time: it is then to be killed.
    """
    try:
        pipe.send_bytes(request)
        return pipe.recv_bytes() if pipe.poll(seconds) else None
    except (EOFError, OSError):
        return None
