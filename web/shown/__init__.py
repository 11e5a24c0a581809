"""What the pages of this room show: pure functions from the office's facts to words, links and states."""
