"""The service: pages, REST, the stream, limits, deployment. It computes nothing; it asks the engine."""
