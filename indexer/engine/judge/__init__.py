"""All that we take from Whoosh: its analyser, its search over our snapshot, and its own index.

Alone imports Whoosh. Its search judges our own answers. Its files are pickles, and opening one runs
what it says: nothing that serves does.
"""
