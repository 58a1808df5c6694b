"""Whether an intent may be carried out now, though the moment it was made at may be gone.

What lies between that moment and the present decides. Nothing, or only what the same reader asked for
before: then the intent builds on it, wherever the timeline stands by now. Something another reader has
changed: then whoever made it has to look again. Training that played by itself is nobody's change.
"""

from learnscope.scene import schema
from learnscope.session.ledger import Ledger
from learnscope.session.moves.configure import begins_anew
from learnscope.session.session_state import SessionState

OTHERS = "somebody changed this in another window; look again and repeat it"
UNKNOWN = "what this was asked of is no longer there; look again and repeat it"
OTHER_RUN = "this run is no longer the one shown; look again and repeat it"
OTHER_SAMPLE = "sample {} is no longer shown; look again and repeat it"
REBUILT = "the network was rebuilt before this was carried out; look again and repeat it"
PLAYS = "training is playing; pause it before changing anything but how it learns"


def gone(intent: schema.Intent, now: SessionState, ledger: Ledger, *, sitting: int) -> str:
    """Why `intent` cannot be carried out at this moment, "" where it can.

    `sitting` is the number in the names of this sitting's runs: other runs were of another sitting.
    """
    at, state, present = intent.at, now.state, is_present(intent.at, now)
    if intent.when == "always":
        return ""
    ours = at.run.partition("-")[0] == str(sitting)
    if not ours or at.revision > now.revision or (at.revision == now.revision and not present):
        return UNKNOWN
    own = present or ledger.is_own(intent.reader, at.revision)
    changed = "" if own else OTHERS if intent.reader else UNKNOWN
    if at.run != state.run and (changed or intent.about == "futures"):
        return changed or OTHER_RUN
    if intent.when == "any_moment":
        return ""
    if now.playing is not None:
        anew = isinstance(intent, schema.Configure) and begins_anew(intent.name)
        return PLAYS if intent.when == "at_rest" or anew else ""
    if changed:
        return changed
    if at.sample != state.sample and (intent.about == "sample" or present):
        return OTHER_SAMPLE.format(at.sample + 1)
    sizes, before = state.network.sizes, ledger.sizes_at(at.revision)
    if intent.about == "part" and sizes != before:
        return REBUILT
    if intent.about == "layer" and len(sizes) != len(before):
        return REBUILT
    return ""


def is_present(at: schema.Moment, now: SessionState) -> bool:
    """Whether `at` is the present moment."""
    return (at.run, at.step, at.revision) == (now.state.run, now.state.step, now.revision)
