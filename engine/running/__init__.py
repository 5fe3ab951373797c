"""Racers on their way: the loop, its records, its limits."""
