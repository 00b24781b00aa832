"""Chores of the project's developers; none of it is shipped."""
