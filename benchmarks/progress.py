"""What is going on, for those who wait."""

import sys


def say(sentence: str) -> None:
    """Print on standard error; the results alone go to standard output."""
    print(sentence, file=sys.stderr, flush=True)
