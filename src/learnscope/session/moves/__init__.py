"""What an intent makes of a state: pure functions from a state and an intent to a move, one file a kind."""
