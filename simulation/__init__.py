"""The simulation: a whole office played over a period of days through the real domain, with invented residents.

`docs/operating/simulation.md` says which figure comes from where, and what is invented.
"""
