"""What is told to whom, and in which words: decisions, messages, digests, retries. Pure."""
