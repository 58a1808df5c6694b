"""Start the command line for `make run`.

Ctrl-C is how a sitting normally ends; it must not come back to make as an error.
"""

import contextlib
import sys

from learnscope.cli import main

INTERRUPTED = 130  # what shells call a program ended by Ctrl-C

if __name__ == "__main__":
    sys.argv[0] = "learnscope"
    with contextlib.suppress(KeyboardInterrupt):
        try:
            main()
        except SystemExit as leaving:
            if leaving.code != INTERRUPTED:
                raise
