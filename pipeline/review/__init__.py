"""Review: what people decide about records, kept in plain files and applied again on every run."""
