"""Diff: what a new notice changes against an old one, record by record, with the changed words marked."""
