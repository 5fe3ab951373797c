"""Uvicorn's WebSocket protocol, ``websockets-sansio``, with a stop that lets the stream finish its message."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class GracefulWebSocket(WebSocketsSansIOProtocol):
    """On a stop the application is told (1012) and closes itself; uvicorn alone would cut it off in mid-sentence."""

    def shutdown(self) -> None:
        if self.handshake_complete and not self.close_sent:
            self.stop_keepalive()
            self.queue.put_nowait({"type": "websocket.disconnect", "code": 1012})
        else:
            super().shutdown()
