"""The steps of a turn that share its transaction, in their order: identify, judge, tell."""
