"""Losses made of data: models on examples, their batches, what a search of them costs."""
