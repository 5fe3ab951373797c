"""A NumPy training engine that shows its work."""
