"""What is wrong in a lesson's file, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong."""

    line: int  # from 1; 0 of a file as a whole
    message: str


def told(file: str, faults: "list[Fault] | tuple[Fault, ...]") -> str:
    """The faults, one a line, as compilers write them: file:line: message."""
    return "\n".join(f"{file}:{fault.line}: {fault.message}" for fault in sorted(faults))
