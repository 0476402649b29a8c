"""How fast the rules are, beside others that work out the same settlement."""
