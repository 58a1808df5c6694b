"""Hosts carry a session to a reader; none of them knows another."""
