"""What a question is answered with."""

import msgspec


class Answer(msgspec.Struct, frozen=True):
    """What a question is answered with, to the one who asked; a record of each kind."""

    serial: int  # of the question
