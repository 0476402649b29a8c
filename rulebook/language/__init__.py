"""Text ⇄ tree: ``parser.parse`` reads rule files, ``printer.print_file`` writes them.

Nothing is imported here, so that the tree can be used without the parser.
"""
