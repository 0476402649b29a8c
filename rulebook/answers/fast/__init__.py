"""The fast path: a version specialised for a day and evidence, as straight Python over integers.

Only what an output needs is kept, constants are worked out beforehand, and facts are known: where
one is missing, the general evaluator answers instead, so that there is one meaning.
"""
