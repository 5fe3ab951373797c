"""What can be asked about one step of one racer, one view a file."""
