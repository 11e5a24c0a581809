"""Reports: what the office did in a period, counted from rows without names."""
