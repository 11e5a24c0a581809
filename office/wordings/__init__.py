"""What the office says in its own words: on its letters and in its messages, in dated versions."""
