"""Uvicorn with our settings, and a stop that lets every stream finish its message."""

import os
import socket
import sys
from contextlib import suppress

import uvicorn
from rich.console import Console
from uvicorn.supervisors import ChangeReload, Multiprocess

from app.paths import ROOT
from app.settings import Settings, misspelt


def serve(host: str, port: int, workers: int, reload: bool) -> None:
    """Run until stopped; prints the address."""
    settings = Settings()
    for sentence in misspelt(sorted(os.environ)):
        Console(stderr=True).print(f"Descent Playground: {sentence}", style="yellow", markup=False, highlight=False, soft_wrap=True)
    config = uvicorn.Config(
        "app.main:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        ws="app.graceful:GracefulWebSocket",
        ws_max_size=2 * settings.message_kib * 1024,  # ours is checked first, with an error that says so
        ws_per_message_deflate=False,
        proxy_headers=False,  # done in app.main, from the proxies named in the settings
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=10,
        reload=reload,
        reload_dirs=[str(ROOT / name) for name in ("app", "engine", "static", "templates")] if reload else None,
        reload_includes=["*.py", "*.js", "*.css", "*.html", "*.svg", "*.po"] if reload else None,
    )
    listener = _listener(config)
    listener.listen(config.backlog)  # who comes before start-up is done waits instead of being refused
    name = "localhost" if host in ("127.0.0.1", "::1") else host if host not in ("0.0.0.0", "::") else socket.gethostname()
    Console().print(f"Descent Playground: [link]http://{name}:{listener.getsockname()[1]}/[/link]", highlight=False)
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):  # uvicorn raises it again once everything has been stopped in order
        if reload:
            ChangeReload(config, target=server.run, sockets=[listener]).run()
        elif workers > 1:
            Multiprocess(config, sockets=[listener]).run()
        else:
            server.run(sockets=[listener])


def _listener(config: uvicorn.Config) -> socket.socket:
    """The socket to listen at; ends with a sentence where the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((config.host, config.port))
    except OSError as error:
        sys.exit(f"Descent Playground cannot listen at {config.host}:{config.port}: {error.strerror}. Choose another with HOST and PORT.")
    listener.set_inheritable(True)
    return listener
