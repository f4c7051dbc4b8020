"""httpx without its own command line: that submodule brings Click, Rich and Pygments (300 ms).

Import httpx from here, always before anything else could import it.
"""

import sys

if "httpx" not in sys.modules:
    # None makes `import httpx._main` fail with ImportError, which httpx expects and handles.
    sys.modules["httpx._main"] = None  # type: ignore[assignment]
    try:
        import httpx
    finally:
        del sys.modules["httpx._main"]
else:
    import httpx

__all__ = ["httpx"]
