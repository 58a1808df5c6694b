"""Training: one step after another."""
