"""One step a file, numbered in order; a step that was released never changes."""
