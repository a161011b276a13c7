"""Reading: from a clean notice to records that point at their words.

Imports run one way: pipeline stages → extractors → records. Nothing here writes to a database, prints or reads the clock.
"""
