"""`python -m ui` is the program `quotes`."""

from ui.cli import main

if __name__ == "__main__":
    main()
