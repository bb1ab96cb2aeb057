"""One module per engine; each is imported in an environment that has it."""
