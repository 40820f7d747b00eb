"""Speed and accuracy beside other programs, on one machine in one run: `python -m benchmarks` or `make bench`."""
