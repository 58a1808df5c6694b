"""The signals that mean "end"."""

import signal

import pytest

from learnscope.hosts.server.ending import HANGUP, SIGNALS, Ending


@pytest.mark.parametrize("number", [*SIGNALS, HANGUP] if HANGUP else SIGNALS)
def test_a_signal_before_anybody_listens_is_not_lost(number: int) -> None:
    """Whoever asks later is told at once."""
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("begun by nohup, which is to outlive its terminal; begin the tests without it")
    told: list[str] = []
    with Ending() as ending:
        signal.raise_signal(number)
        ending.then(lambda: told.append("told"))

    assert told == ["told"]


def test_every_signal_is_passed_on() -> None:
    """The second one says that it is urgent."""
    told: list[str] = []
    with Ending() as ending:
        ending.then(lambda: told.append("told"))
        assert told == []
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)

    assert told == ["told", "told"]


def test_afterwards_signals_mean_what_they_meant() -> None:
    """Ctrl-C is an exception again."""
    before = signal.getsignal(signal.SIGINT)
    with Ending():
        assert signal.getsignal(signal.SIGINT) is not before

    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.skipif(HANGUP is None, reason="signals of terminals; on Linux and macOS")
def test_what_is_to_outlive_its_terminal_does() -> None:
    """A signal that is ignored stays so."""
    before = signal.signal(HANGUP, signal.SIG_IGN)
    try:
        with Ending():
            assert signal.getsignal(HANGUP) is signal.SIG_IGN
    finally:
        signal.signal(HANGUP, before)
