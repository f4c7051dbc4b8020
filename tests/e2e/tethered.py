"""Run a program that ends with whoever started it, however that ends.

    python tethered.py -m MODULE [ARGUMENT…]
    python tethered.py SCRIPT [ARGUMENT…]

The starter keeps the other end of standard input: the kernel closes it even for one that is
killed. (A signal on the parent's death would come when the *thread* that started it ends.)
Needs nothing but Python, so that any environment's can run it.
"""

import os
import runpy
import sys
import threading


def _end_with_the_starter() -> None:
    while os.read(0, 4096):
        pass
    os._exit(1)


def main() -> None:
    """Become the program."""
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    if sys.argv[1] == "-m":
        sys.argv[:] = sys.argv[2:]
        sys.path[0] = os.getcwd()
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv[:] = sys.argv[1:]
        sys.path[0] = os.path.dirname(sys.argv[0])
        runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
