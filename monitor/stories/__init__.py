"""New, copy or update: how an entry relates to the stories seen before it."""
