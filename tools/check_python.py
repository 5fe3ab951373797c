"""Say clearly when Python is too old, before pip says it unclearly."""

import sys

if sys.version_info < (3, 11):
    sys.exit(f"Descent Playground needs Python 3.11 or newer, this is {sys.version.split()[0]}. Try: make PYTHON=python3.12 run")
