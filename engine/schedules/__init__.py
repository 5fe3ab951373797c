"""Learning-rate schedules, one file each (engine.registry)."""
