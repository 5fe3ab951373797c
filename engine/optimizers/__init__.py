"""Optimizers, one file each; putting a file here is all it takes to be one (engine.registry)."""
