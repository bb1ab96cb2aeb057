"""What an article is, how its words are read, and how it is found. No web, no HTTP, no files of a source."""
