"""What a crawl remembers of its fetching: answers, bodies, what was read of them, and what is due.

One SQLite file beside the store (docs/decisions/0008): a worker's own memory. Losing it costs one
full crawl, and no listing.
"""
