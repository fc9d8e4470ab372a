"""The process in which pages and feeds are read: it takes bytes, gives records, and may be killed at any moment.

Started by `pages.py` as `python -m tocsin.ingest.worker`, with the number of its end of a pipe, its
address space in bytes and the seconds that a page may take.
"""

import resource
import signal
import sys
from multiprocessing.connection import Connection

import msgspec

from tocsin.ingest.feeds import read_listing
from tocsin.ingest.listings import Listing
from tocsin.ingest.page import Page, read_page

SIMPLE, FULL = b"s", b"f"
"""First byte of a request for a page: whether the article finder is left out."""
LISTING_SIMPLE, LISTING = b"y", b"x"
"""The same for a feed or sitemap: whether feedparser is left out."""


def serve(pipe: Connection, seconds: float) -> None:
    """Answer requests until the pipe is closed.

    Args:
        pipe: carries requests (one byte and a document) and answers (MessagePack of a record or of None).
        seconds: wall-clock time a document may take; the alarm ends the process even where its parent is gone.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    pipe.send_bytes(b"ready")
    while True:
        try:
            request = pipe.recv_bytes()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, seconds + 1.0)
        answer = read_request(request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        pipe.send_bytes(msgspec.msgpack.encode(answer))


def read_request(request: bytes) -> Page | Listing | None:
    """Read the document of a request.

    Args:
        request: the byte that says how, and the document.

    Returns:
        What was read; None when it is not what it was taken for.
    """
    how, raw = request[:1], request[1:]
    if how in {LISTING, LISTING_SIMPLE}:
        return read_listing(raw, simple=how == LISTING_SIMPLE)
    return read_page(raw, simple=how == SIMPLE)


def warm_up() -> None:
    """Import and run the parsers once, so that no page waits for it."""
    sentence = b"<p>The minister denied on Monday that his troops had crossed the border at night.</p>"
    read_page(b"<html><head><title>-</title></head><body>" + sentence * 9 + b"</body></html>")


if __name__ == "__main__":
    descriptor, memory, limit = sys.argv[1:]
    warm_up()
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    serve(Connection(int(descriptor)), float(limit))
