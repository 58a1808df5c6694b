"""Many sittings at once, with their clock, their outboxes and their snapshots; no transport."""
