"""Pure functions over Chinese text: no files, no clock, no state."""
