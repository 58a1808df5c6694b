"""Sittings in several processes: `spread.Spread` in place of `sittings.Sittings`."""
