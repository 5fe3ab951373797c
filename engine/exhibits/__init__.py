"""The laboratory's exhibits, one a file."""
