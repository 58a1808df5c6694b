"""Which Learnscope this is."""

VERSION = "0.1.0"
