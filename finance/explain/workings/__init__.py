"""How each figure of a Result is worked out, as trees of arithmetic over the figures of the data."""
