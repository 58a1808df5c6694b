"""The address as a code for cameras."""

import re

import segno

from learnscope.classroom.classroom import Classroom
from learnscope.classroom.code import code_of

ADDRESS = "http://192.168.178.143:8765/?token=k7mq2xab"


def test_what_is_drawn_is_the_code():
    """Module by module."""
    code = code_of(ADDRESS)
    assert code is not None
    drawn = [bytearray(code.size) for _ in range(code.size)]
    strokes = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", code.path)
    for x, y, width, back in strokes:
        assert width == back
        for place in range(int(x), int(x) + int(width)):
            drawn[int(y)][place] = 1
    assert code.path == "".join(f"M{x} {y}h{width}v1h-{width}z" for x, y, width, _ in strokes)
    assert tuple(drawn) == segno.make(ADDRESS, micro=False, error="m", boost_error=False).matrix


def test_where_there_is_no_code_the_address_alone_is_told():
    """There is none of nothing, nor of what is too long for one."""
    assert code_of("") is None
    assert code_of("http://" + "a" * 3000) is None
    room = Classroom()
    assert room.scene().code is None
    room.address = ADDRESS
    assert room.scene().code == code_of(ADDRESS)
