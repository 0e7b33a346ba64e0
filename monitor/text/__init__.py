"""Texts as the watchlists see them: plain, folded, cut into words, inflected."""
