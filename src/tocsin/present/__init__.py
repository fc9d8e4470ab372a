"""Present: claims as words, table, page, flat rows and Arrow. Nothing here changes a claim."""
