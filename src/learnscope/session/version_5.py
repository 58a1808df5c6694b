"""Views of snapshots up to version 5, with a field for each thing open: read, never written any more."""

from typing import Any

import msgspec

from learnscope.scene.schema import Comparison, NeuronPictures, Strip
from learnscope.session.view import View


def view_in(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a view, of those there were: a face, the window of the strip, what was compared."""
    view = View().with_open(msgspec.convert(fields.get("window", {}), Strip))
    if fields.get("face") == "picture":
        view = view.with_open(NeuronPictures())
    if fields.get("compared"):
        view = view.with_open(Comparison(future=fields["compared"]))
    kept = {name: fields[name] for name in ("selected", "breakpoints") if name in fields}
    return kept | {"opened": msgspec.to_builtins(view.opened)}
