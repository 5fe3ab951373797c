"""Models of two parameters, one file each (engine.registry)."""
