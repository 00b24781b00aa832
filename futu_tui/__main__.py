"""The program's first steps: `futu-tui` and `python -m futu_tui` begin here."""

import gc


def main() -> None:
    """Run the command. Garbage is not looked for in what imports make, which stays: that would take a tenth of a start.

    `cli` and `commands.dashboard` say from when on it is.
    """
    gc.disable()
    from futu_tui import cli

    cli.main()


if __name__ == "__main__":
    main()
