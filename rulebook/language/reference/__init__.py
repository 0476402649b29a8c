"""The reference of the rule language, made from its grammar, its words and its constructs.

``python -m rulebook.language.reference`` writes the pages and diagrams into ``docs/language/``.
A book shows what was written there; nothing of this is needed to build or use one.
"""
