"""The stages, in the order a notice meets them: clean, segment, extract, store, align, report; beside them diff and review."""
