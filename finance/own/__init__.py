"""A reader's own figures: put beside the data without touching it, checked by the same rules, and taken off again.

An own figure is an edit of the data files' text, so that it is read, refused and counted exactly as if it stood in
`data/`, and so that the mended file can be handed back. Nothing here writes to a disk.
"""
