"""Faults, one by one: what the person sees of each, and that nothing is lost."""
