"""What models are fitted to and how: nothing of it is needed, or imported, when pages are read."""
