"""The queue of the hall: groups, tickets, the room, counters and calls."""
