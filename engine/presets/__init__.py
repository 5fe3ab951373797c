"""Ready-made runs, one file each, each with its outcome as data (engine.registry)."""
