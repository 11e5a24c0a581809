"""How a ready card comes to its holder: at an hour they chose, with a courier, or only after a reminder."""
