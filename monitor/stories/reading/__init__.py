"""From an entry to a `Reading`: furniture off, phrases put plainly, words and facts as tokens."""
