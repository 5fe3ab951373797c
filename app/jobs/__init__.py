"""What is asked for over plain HTTP and takes time."""
