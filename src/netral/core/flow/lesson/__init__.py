"""The lesson: items of the bank, the draw for one person, the marking, the figures of items."""
