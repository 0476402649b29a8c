"""The settlement of ``benchmarks/rules`` as others would have it, each equal to the fen."""
