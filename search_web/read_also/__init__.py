"""The editor's tool: older stories to link from a draft, and the link lines ready to paste."""
