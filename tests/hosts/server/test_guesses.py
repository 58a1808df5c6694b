"""How often a wrong word may be tried."""

import pytest

from learnscope.hosts.server.guesses import REMEMBERED, Guesses


def test_a_class_behind_a_proxy_misses_once_each_and_none_waits():
    """Two hundred with one address, of whom every second misses twice."""
    guesses = Guesses(clock=lambda: 0.0)
    for _ in range(299):
        guesses.wrong("10.0.0.1")
        assert guesses.wait("10.0.0.1") == 0


def test_one_who_guesses_waits_and_nobody_else():
    """For one guess after the other, and all are free again after a while."""
    now = [0.0]
    guesses = Guesses(each=(2, 2.0), together=(100, 1.0), clock=lambda: now[0])
    guesses.wrong("10.0.0.1")
    guesses.wrong("10.0.0.1")
    assert (guesses.wait("10.0.0.1"), guesses.wait("10.0.0.2")) == (2, 0)
    now[0] = 1.5
    assert guesses.wait("10.0.0.1") == 1
    now[0] = 2.0
    assert guesses.wait("10.0.0.1") == 0
    guesses.wrong("10.0.0.1")
    assert guesses.wait("10.0.0.1") == 2
    now[0] = 100.0
    guesses.wrong("10.0.0.1")
    assert guesses.wait("10.0.0.1") == 0


def test_many_who_guess_wait_together():
    """By however many addresses they come."""
    guesses = Guesses(each=(2, 2.0), together=(50, 3.0), clock=lambda: 0.0)
    for number in range(50):
        assert guesses.wait("10.1.0.1") == 0
        guesses.wrong(f"10.0.0.{number}")
    assert guesses.wait("10.1.0.1") == 3


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("10.0.0.1", "10.0.0.2", False),
        ("", "10.0.0.2", False),
        ("fe80::1%eth0", "fe80::2", True),
    ],
)
def test_addresses_of_one_network_count_as_one(first: str, second: str, same: bool):
    """Where whoever has one has many."""
    guesses = Guesses(each=(1, 2.0), clock=lambda: 0.0)
    guesses.wrong(first)
    assert (guesses.wait(second) > 0) is same


def test_not_all_addresses_are_remembered():
    """Those that guessed last."""
    guesses = Guesses(each=(1, 2.0), together=(10**6, 1.0), clock=lambda: 0.0)
    for number in range(REMEMBERED + 1):
        guesses.wrong(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert guesses.wait("10.0.0.0") == 0
    assert guesses.wait("10.0.0.1") == 2
