"""The service, module by module."""
