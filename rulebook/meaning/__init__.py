"""Tree and book → typed rules → program."""
