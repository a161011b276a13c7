"""Fetch: a publisher's notices, politely, into `corpus/raw/`, where the bytes are kept for ever."""
