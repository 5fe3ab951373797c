"""Datasets, one file each (engine.registry)."""
