"""The command line: one command per public function, a file for each family of commands.

Results go to standard output, all else to standard error. Exit codes: 0 fine, 1 failure, 2 usage,
3 input partly bad, 4 source unreachable, 5 check failed, 130 interrupted.
"""

import os
import sys
from typing import Any

import click

from tocsin import __version__
from tocsin.cli.actors import actors
from tocsin.cli.coding import code, config, demo
from tocsin.cli.exporting import export
from tocsin.cli.fetching import sources
from tocsin.cli.forecasting import forecast
from tocsin.cli.keeping import ingest, rebuild, search, status, verify
from tocsin.cli.naming import names
from tocsin.cli.query import query
from tocsin.cli.serving import serve
from tocsin.cli.setup import doctor, init
from tocsin.cli.translating import models
from tocsin.cli.watching import watch
from tocsin.errors import StoreError, TocsinError

INTERRUPTED = 130
"""Exit code after Ctrl-C: 128 and the number of SIGINT, as shells have it."""


class _Commands(click.Group):
    """Turns errors that a user can act on into messages; a closed pipe and Ctrl-C end quietly."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except StoreError as error:
            raise click.ClickException(str(error)) from error
        except TocsinError as error:
            raise click.UsageError(str(error)) from error
        except BrokenPipeError:
            _write_no_more()
            raise SystemExit(0) from None
        except OSError as error:
            _write_no_more()
            message = f"{error.filename or 'The output'} cannot be used: {error.strerror or error}."
            raise click.ClickException(message) from error
        except KeyboardInterrupt:
            _write_no_more()
            raise SystemExit(INTERRUPTED) from None


def _write_no_more() -> None:
    """Let what is still to be written lead nowhere, so that Python does not fail over it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, prog_name="tocsin")
def main() -> None:
    """News reports in, sourced conflict and political event data out.

    tocsin reads reports and writes down who did what to whom, where and when, who
    says so, and how it stands: asserted, denied, doubted, planned, offered,
    accepted, refused, demanded or threatened. It works offline.
    """


for command in (
    code,
    demo,
    names,
    config,
    ingest,
    rebuild,
    watch,
    serve,
    forecast,
    status,
    verify,
    search,
    export,
    query,
    init,
    doctor,
    actors,
    sources,
    models,
):
    main.add_command(command)
