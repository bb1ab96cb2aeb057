"""What a reader types, as a closed set of frozen nodes."""
