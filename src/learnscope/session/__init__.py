"""One live sitting: an intent comes in, a scene goes out."""

from learnscope.session.decode import decode
from learnscope.session.session import Session

__all__ = ["Session", "decode"]
