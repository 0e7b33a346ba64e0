"""The query language of the watchlists: text to tree, tree to text, mistakes in words."""
