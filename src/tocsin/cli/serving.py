"""The desk: `tocsin serve`."""

from pathlib import Path

import click

from tocsin.cli.own import known_here


@click.command()
@click.argument("store", type=click.Path(path_type=Path), default="tocsin.db")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on."
)
@click.option(
    "--name", "names", multiple=True, help="Name or address under which other computers reach the desk."
)
@click.option("--read-only", is_flag=True, help="Nothing may be decided here.")
@click.option(
    "--token", default="", help="What a browser must show; made up where the host is not this computer."
)
def serve(store: Path, host: str, port: int, token: str, *, names: tuple[str, ...], read_only: bool) -> None:
    """Open the desk: pages on a store for reading, checking and correcting.

    The pages are for this computer alone. Listening on another address needs a
    token, which is part of the address that is printed. Ctrl-C closes the desk.

    \b
    tocsin serve tocsin.db
    tocsin serve tocsin.db --read-only --port 9000
    """  # noqa: D301  click wants the backspace
    try:
        from tocsin.serve import create_app
        from tocsin.serve.server import make_server
    except ImportError as error:
        message = f"The desk needs more packages ({error.name}). Install them: pip install 'tocsin[desk]'"
        raise click.ClickException(message) from error
    from tocsin.serve.desk import make_token
    from tocsin.serve.guard import LOOPBACK
    from tocsin.store import open_store

    open_store(store).close()  # a store that cannot be read is said now, not at the first page
    if host not in LOOPBACK and not token:
        token = make_token()
    app = create_app(store, known_here(), read_only=read_only, token=token, hosts=(host, *names))
    shown = names[0] if names else host
    click.echo(f"The desk is open: http://{shown}:{port}/" + (f"?token={token}" if token else ""), err=True)
    make_server(app, host, port).run()
