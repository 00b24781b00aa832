"""`python -m futu_tui` is the `futu-tui` command."""

from futu_tui.cli import main

if __name__ == "__main__":
    main()
