"""futu-tui: a keyboard-driven trading dashboard for the terminal, fed by a FutuOpenD gateway."""

__version__ = "0.1.0"
