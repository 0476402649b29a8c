"""Whole tables on Spark: the same statement, columns, codes and rejects as on DuckDB."""
