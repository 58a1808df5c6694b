"""Questions put to a network that stands still."""
