"""Request to SearchRequest to page: the only Flask code."""
