"""The protocol console without its screens: finding, asking, answers as trees and tables, what is remembered."""
