"""Why the network that is shown learns badly, and what to try, as the page says it."""

import json

from learnscope.run.diagnosis import Diagnosis
from learnscope.scene.schema import DiagnosisScene, RemedyScene


def diagnosis_scenes(found: tuple[Diagnosis, ...]) -> tuple[DiagnosisScene, ...]:
    """The same words as the library's and the command line's; remedies are buttons."""
    return tuple(
        DiagnosisScene(
            one.cause,
            one.title,
            one.evidence,
            tuple(RemedyScene(remedy.told("page"), json.dumps(remedy.changes)) for remedy in one.remedies),
        )
        for one in found
    )
