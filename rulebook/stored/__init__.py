"""A compiled book kept in a file of the user's cache, so that an unchanged book opens at once.

The file is JSON, line by line, and holds data only: it is never executed and never unpickled. It
counts where the hash of everything it was made from is still the same and its own hash is right; in
every other case the book is compiled, silently.
"""
