"""What every answer carries, and whom the service answers at all (pure ASGI)."""

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.encoding import json_bytes
from app.refusal import Refusal
from app.settings import Settings


def security_headers(frame_ancestors: str) -> dict[str, str]:
    """Content security policy and its companions. Plotly needs style attributes, data and blob images."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "style-src-attr": "'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "connect-src": "'self'",
        "font-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": frame_ancestors,
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


class SecurityHeaders:
    """Adds the security headers to every HTTP answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = security_headers(settings.frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def host_name(host: str) -> str:
    """``Host`` without its port and brackets, in lower case."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def is_allowed_host(host: str, allowed: list[str]) -> bool:
    """Names must be listed; addresses pass, since no foreign name can be pointed at us under them."""
    name = host_name(host)
    if "*" in allowed or name in allowed:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_allowed_origin(headers: Headers, allowed: list[str]) -> bool:
    """A browser's page must be our own or listed; programs send no ``Origin``."""
    origin = headers.get("origin")
    if origin is None or origin in allowed:
        return True
    try:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""
    except ValueError:
        return False


class KnownHosts:
    """Refuses requests that call the service by a name it does not have (DNS rebinding)."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._allowed = settings.allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = Headers(scope=scope).get("host", "") if scope["type"] in ("http", "websocket") else ""
        if scope["type"] == "lifespan" or is_allowed_host(host, self._allowed):
            await self._app(scope, receive, send)
            return
        refusal = Refusal("wrong_host", "Host", value=host[:80], allowed=self._allowed)
        # Before the handshake a WebSocket is refused with an HTTP answer, which servers send for this response too.
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await Response(json_bytes(refusal.body), 400, media_type="application/json")(scope, receive, send)
