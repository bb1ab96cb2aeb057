"""Measurements: how fast telusur is, beside what and on which machine."""
