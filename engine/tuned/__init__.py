"""Learning rates to begin with, one for each optimizer on each ground, and the rule they were found by."""
