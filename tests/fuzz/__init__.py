"""What comes from outside, as wild as it can be: nothing of it raises past its door.

`python -m tests.fuzz` runs the targets for as long as one likes; the suite runs a little of each.
"""
