"""What to draw, as plain data."""
