"""The official forms."""
