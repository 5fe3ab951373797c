"""What nobody should say, and what one may say but nobody does: messages and requests drawn from a seed.

The suite says them to a session (`tests/app/test_hostile.py`), `make bench hostile` says a million of them to a server.
"""
