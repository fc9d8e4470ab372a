"""The process in which archives and tables are unpacked: it gives one record for each request, and may be killed.

Started by `containers.py` as `python -m tocsin.ingest.unpacker` with the file as its standard input, and the
number of its end of a pipe, its address space in bytes, the seconds that a record may take, the longest
document in bytes and the kind of the file.
"""

import contextlib
import importlib
import io
import resource
import signal
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection

import msgspec

from tocsin.ingest.archives import Record, read_archive
from tocsin.ingest.tables import read_table


def serve(pipe: Connection, records: Iterator[Record], seconds: float) -> None:
    """Answer each request with the next record, and with None after the last.

    Args:
        pipe: carries requests (anything) and answers (MessagePack).
        records: what is asked for.
        seconds: wall-clock time for one; the alarm ends the process even where its parent is gone.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    pipe.send_bytes(b"ready")
    while True:
        try:
            pipe.recv_bytes()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, seconds + 1.0)
        answer = msgspec.msgpack.encode(next(records, None))
        signal.setitimer(signal.ITIMER_REAL, 0)
        pipe.send_bytes(answer)


def load_readers(kind: str) -> None:
    """Import the heavy readers before the memory is limited, so that no record waits for it.

    Args:
        kind: "archive" or "table".
    """
    module = "fastwarc.warc" if kind == "archive" else "pyarrow.parquet"
    with contextlib.suppress(ImportError):  # the reader says so
        importlib.import_module(module)


if __name__ == "__main__":
    descriptor, memory, limit, longest, kind = sys.argv[1:]
    load_readers(kind)
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    file = io.BufferedReader(io.FileIO(0, closefd=False))
    found = read_archive(file, int(longest)) if kind == "archive" else read_table(file)
    serve(Connection(int(descriptor)), found, float(limit))
