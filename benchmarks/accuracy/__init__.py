"""How good articles, order and text are on all pages with a truth: `python -m benchmarks.accuracy`, `make accuracy`."""
