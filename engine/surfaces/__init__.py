"""Loss surfaces, one file each (engine.registry)."""
