"""One step of one racer, opened."""
