"""The first floor: how HTTP meets the office."""
