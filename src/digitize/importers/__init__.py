"""What other programs read on pages."""
