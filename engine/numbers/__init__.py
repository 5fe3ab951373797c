"""Numbers: checked arrays, draws, numbers that remember how they were made."""
