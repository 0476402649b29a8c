"""The YAML side of a book: vocabulary, places, sources, figures and the treatment list."""
