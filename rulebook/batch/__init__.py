"""Whole populations: the program as SQL, run embedded on DuckDB or in a warehouse."""
