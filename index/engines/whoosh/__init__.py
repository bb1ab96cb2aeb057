"""The embedded engine on Whoosh 2.7.4."""
