"""Moments of a run worth stopping for: breakpoints, the search for them, what was hit."""
