"""The WebSocket /ws/run: who is connected, what they may ask, in which order it is done."""
