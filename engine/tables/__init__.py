"""A table of a visitor's own, from bytes to typed columns."""
