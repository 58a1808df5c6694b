"""Whoever follows a recipe of CONTRIBUTING.md has what it adds everywhere, and nothing breaks."""

from pathlib import Path

import pytest

from tests.recipes import Copy, add_setting

LARGEST = "from learnscope.scene.largest import largest_scene\nfrom learnscope.scene.schema import Largest"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """The sources, to be added to."""
    return Copy(tmp_path)


def test_an_activation_that_is_added_is_everywhere(copy: Copy) -> None:
    """It learns by true gradients, can be chosen, is drawn, explained, watched and listed."""
    path = "core/activations.py"
    copy.change(path, "SIN, STEP = range(10)", "SIN, STEP, CUT = range(11)")
    copy.add(
        path,
        'Activation("identity"',
        """
        Activation(
            "cut", CUT, "cut line", "cut", "max(0, min(z, 6))", "1 where 0 < z < 6, else 0",
            "straight between two floors", kinks=(0.0, 6.0), flat=0.0,
        ),
        """,
    )
    copy.add(
        path,
        "elif code == STEP:",
        """
        elif code == CUT:
            out[:] = np.minimum(np.maximum(z, zero), number(6.0))
        """,
    )
    copy.add(
        path,
        "elif code == STEP:",
        """
        elif code == CUT:
            out[:] = (z > zero) & (z < number(6.0))
        """,
        time=2,
    )

    copy.holds(
        """
        recipe = ls.Experiment(data="iris", hidden=[4], activation="cut", batch_size=15, seed=1, epochs=2)
        assert ls.train(recipe, engine="plain").network.activations == ("cut", "identity")
        assert "cut" in " ".join(ls.Experiment.__doc__.split())

        reader = Reader(new_session(experiment=recipe))
        assert reader.scene.check.passed
        assert reader.scene.stage.layers[1].note == "cut line"
        for choices in (setting(reader.scene, "hidden").activations, setting(reader.scene, "output").choices):
            (note,) = (one.note for one in choices if one.name == "cut")
            assert note == "max(0, min(z, 6)): straight between two floors."
        reader.get(schema.ConfigureLayers, layers=(schema.LayerSpec(3, "cut", 0.0),))
        assert reader.get(schema.Advance, next_batch=True, phase=0.0).check.passed
        assert "neuron_dies" in [each.name for each in reader.scene.run.breakpoints]
        reader.get(schema.Configure, name="output", value="cut")
        reader.get(schema.Train, epochs=1)

        from learnscope.scene.grammar import named
        from learnscope.scene.named import Moment
        numbers = reader.session._now.numbers
        moment = Moment(numbers.subject, numbers.outcome, updated=False)
        for word in ("value", "slope"):
            why = explain(str(named(word, 1, 0, sample=numbers.subject.sample)), moment)
            assert why.evaluate() == why.value
        """
    )


def test_an_optimizer_that_is_added_is_everywhere(copy: Copy) -> None:
    """It learns as it says, has its settings, and every move is explained."""
    path = "core/optimizers.py"
    copy.change(path, "ADAM, ADAMW = range(7)", "ADAM, ADAMW, SIGNUM = range(8)")
    copy.add(
        path,
        'OptimizerKind("sgd"',
        """
        OptimizerKind(
            "signum", SIGNUM, "Signum", "v = m · v + g, w − r · sign v",
            "every parameter moves as far as the others", ("v",), ("momentum",),
        ),
        """,
    )
    copy.add(
        path,
        "elif code == ADAGRAD:",
        """
        elif code == SIGNUM:
            state[0] = m * state[0] + g
            move[:] = r * np.sign(state[0])
        """,
    )

    copy.holds(
        """
        recipe = ls.Experiment(data="iris", hidden=[3], optimizer="signum", learning_rate=0.01, batch_size=15)
        run = ls.train(recipe, engine="plain")
        assert run.evaluate("train").accuracy > 0.9

        reader = Reader(new_session())
        scene = reader.get(schema.Configure, name="optimizer", value="signum")
        assert scene.said == "optimizer is now Signum; it begins without memory"
        assert value_of(scene, "momentum") == 0.9
        (note,) = (one.note for one in setting(scene, "optimizer").choices if one.name == "signum")
        assert note == "v = m · v + g, w − r · sign v: every parameter moves as far as the others."
        before = reader.scene.stage.links[0].weight.numpy()
        scene = reader.get(schema.Advance, next_batch=True, phase=0.0)
        moved = np.abs(scene.stage.links[0].weight.numpy() - before)
        np.testing.assert_allclose(moved, value_of(scene, "learning_rate"))

        from learnscope.scene.grammar import named
        from learnscope.scene.named import Moment
        numbers = reader.session._now.numbers
        moment = Moment(numbers.subject, numbers.outcome, updated=False)
        weight, bias = (0, 1, 2), (1, 0)
        kinds = {"update": weight, "update.bias": bias, "new.state.v": weight, "new.state.v.bias": bias}
        for word, index in kinds.items():
            why = explain(str(named(word, *index)), moment)
            assert why.evaluate() == why.value, word
            assert "Signum" in why.formula, why.formula
        """
    )


def test_a_setting_that_is_added_is_everywhere(copy: Copy) -> None:
    """One entry: checks, texts, help, command line, panel, what-if, undo have it; older texts still open."""
    old = copy.run(
        "-c", "import learnscope as ls; print(ls.Experiment(data='iris', seed=3).to_json())"
    ).stdout
    add_setting(copy)

    copy.holds(
        f"""
        assert ls.Experiment.from_json({old!r}) == ls.Experiment(data="iris", seed=3, haste=0.5)
        recipe = ls.Experiment(data="iris", haste=1.5)
        assert ls.Experiment.from_url(recipe.to_url()) == ls.Experiment.from_json(recipe.to_json()) == recipe
        assert "&haste=1.5" in recipe.to_url()
        try:
            ls.Experiment(data="iris", haste=2)
        except ls.ExperimentError as error:
            assert str(error) == "haste must be in [0, 2), got 2"
        else:
            raise AssertionError
        text = " ".join(ls.Experiment.__doc__.split())
        assert "haste = 0.5 haste: How soon one wants to be done. In [0, 2); in sighs." in text

        reader = Reader(new_session())
        found = setting(reader.scene, "haste")
        assert (found.value, found.low, found.high, found.unit, found.asked) == (0.5, 0.0, 1.0, "sighs", True)
        assert reader.get(schema.Configure, name="haste", value=0.75).said == "haste is now 0.75"
        assert reader.refused(schema.Configure, name="haste", value=-1.0).message == (
            "haste must be at least 0 and below 2, got −1.0"
        )
        answer = reader.ask(schema.WhatIf, name="haste", value=0.25, steps=5, milliseconds=1000.0)
        assert answer.sentence.startswith("With haste 0.25, ")
        row = reader.ask(schema.MapRow, x_name="haste", x=(0.0, 1.0), y_name="learning_rate", y=0.1, steps=5)
        assert len(row.loss.numpy()) == 2
        assert value_of(reader.get(schema.Undo), "haste") == 0.5
        """
    )
    arguments = ("-m", "learnscope", "train", "iris", "--epochs", "1", "--haste")
    assert copy.run(*arguments, "1.5", "--json").returncode == 0
    assert copy.run(*arguments, "3").stderr == "error: --haste must be in [0, 2), got 3\n"
    assert "--haste NUMBER" in copy.run("-m", "learnscope", "train", "--help").stdout


def test_a_data_set_that_is_added_is_everywhere(copy: Copy) -> None:
    """It is listed, made from its seed, learned, and can be chosen with its options."""
    copy.write(
        "data/builtin/steps.py",
        '''
        """A line that rises and falls, in steps."""

        import numpy as np

        from learnscope.data.builtin.record import BuiltIn, Maker, sample_count
        from learnscope.data.dataset import Dataset
        from learnscope.streams import stream


        def _make(seed: int, samples: float) -> Dataset:
            x = stream(seed, "data").uniform(-1, 1, (int(samples), 1))
            return Dataset(
                name="steps",
                title="Steps",
                inputs=x,
                targets=np.round(3 * x * x) / 3,
                input_names=("x",),
                input_units=("",),
                output_names=("height",),
                output_units=("m",),
                kind="values",
                task="How high is the line?",
            )


        RECORD = BuiltIn("steps", "Steps", "values", 60, 1, 1, "A line in steps.", (sample_count(60),))
        MAKERS = (Maker(RECORD, _make),)
        ''',
    )
    path = "data/builtin/catalogue.py"
    copy.change(path, "planar, iris, digits", "planar, steps, iris, digits")
    copy.change(path, "original, planar, worked\n", "original, planar, steps, worked\n")

    copy.holds(
        """
        run = ls.train(ls.Experiment(data="steps", epochs=3, data_options={"samples": 40}), engine="plain")
        assert run.evaluate("train").count == 32
        reader = Reader(new_session())
        choices = setting(reader.scene, "data").choices
        assert ("steps", "Steps", "A line in steps.") in [(one.name, one.title, one.note) for one in choices]
        scene = reader.get(schema.Configure, name="data", value="steps")
        assert scene.said == "data set is now Steps; the loss is now squared error"
        assert_true(scene)
        assert_true(reader.get(schema.Configure, name="data.samples", value=30.0))
        """
    )
    assert "steps" in copy.run("-m", "learnscope", "data").stdout


def test_a_view_that_is_added_can_be_opened(copy: Copy) -> None:
    """Two records and an entry: it is decoded, built where it is open and nowhere else, kept, and typed."""
    path = "scene/schema/opened.py"
    copy.add(
        path,
        "Opened =",
        """
        class Largest(Panel, frozen=True, tag="largest"):
            \"\"\"How large weights are.\"\"\"

            power: int = 1


        """,
    )
    copy.add(
        path,
        "OpenedScene =",
        """
        class LargestScene(msgspec.Struct, frozen=True, tag="largest"):
            \"\"\"How large weights are.\"\"\"

            largest: Array  # (links,) of each link


        """,
    )
    copy.change(path, "| Comparison | Strip\n", "| Comparison | Strip | Largest\n")
    copy.change(path, "| ComparisonScene | StripScene\n", "| ComparisonScene | StripScene | LargestScene\n")
    names = "Largest as Largest,\nLargestScene as LargestScene,"
    copy.add("scene/schema/__init__.py", "NeuronPictures as", names)
    copy.write(
        "scene/largest.py",
        '''
        """How large the weights of a network are."""

        import numpy as np

        from learnscope.scene.schema import Array, Largest, LargestScene
        from learnscope.scene.shown import Shown


        def largest_scene(opened: Largest, shown: Shown) -> LargestScene:
            """The largest of each link, to a power."""
            weights = shown.subject.step.network.weights
            return LargestScene(Array.of([np.abs(weight).max() ** opened.power for weight in weights]))
        ''',
    )
    copy.add("scene/opened.py", "Strip: Kind(", "Largest: Kind(largest_scene),")
    copy.add("scene/opened.py", "from learnscope.scene.schema import (", LARGEST)

    copy.holds(
        """
        from tests.session.reader import opened
        reader = Reader(new_session())
        assert "largest" in reader.scene.openable
        assert opened(reader.scene, schema.LargestScene) is None
        reader.get(schema.Open, what=schema.Largest(power=2))
        scene = reader.get(schema.Advance, next_batch=True, phase=0.0)
        largest = [np.abs(link.weight.numpy()).max() ** 2 for link in scene.stage.links]
        assert opened(scene, schema.LargestScene).largest.numpy().tolist() == largest
        again = Reader(new_session(snapshot=reader.session.snapshot()))
        assert opened(again.scene, schema.LargestScene) == opened(scene, schema.LargestScene)
        scene = reader.get(schema.Close, what="largest")
        assert opened(scene, schema.LargestScene) is None
        """
    )
    types = copy.run("-m", "learnscope.scene.typescript").stdout
    assert "  /** (links,) of each link */\n" in types
    assert 'export interface Largest {\n  readonly type: "largest";\n  readonly power?: number;\n}' in types
    assert "export type OpenedScene =" in types


def test_an_intent_that_is_added_is_carried_out_and_taken_back(copy: Copy) -> None:
    """From its bytes to a move, its undo and its refusal; the page knows what kind of intent it is."""
    path = "scene/schema/intents.py"
    copy.add(
        path,
        "class RestoreSample(",
        """
        class FlipWeight(Intent, frozen=True, tag="flip_weight"):
            \"\"\"Turn the sign of a weight.\"\"\"

            link: int
            index: tuple[int, ...]


        """,
    )
    copy.change(path, "    Rest | Advance |", "    FlipWeight | Rest | Advance |")
    copy.add("scene/schema/__init__.py", "Fork as Fork", "FlipWeight as FlipWeight,")
    copy.write(
        "session/moves/flip.py",
        '''
        """Turning signs."""

        from dataclasses import replace

        import numpy as np

        from learnscope.errors import IntentError
        from learnscope.scene.schema import FlipWeight
        from learnscope.session.moves.move import Move
        from learnscope.session.state import State


        def flip_weight(state: State, intent: FlipWeight) -> Move:
            """The state with a weight of the other sign."""
            links = len(state.network.weights)
            if not 0 <= intent.link < links:
                raise IntentError(f"link must be from 0 to {links - 1}, got {intent.link}", field="link")
            weights = [weight.copy() for weight in state.network.weights]
            weights[intent.link][intent.index] *= -1
            parts = [part.ravel() for pair in zip(weights, state.network.biases) for part in pair]
            network = state.network.with_parameters(np.concatenate(parts))
            return Move(replace(state, network=network), "turned sign", "a weight has the other sign")
        ''',
    )
    path = "session/moves/dispatch.py"
    copy.add(
        path,
        "case schema.SetInput():",
        """
        case schema.FlipWeight():
            return flip.flip_weight(base, intent)
        """,
    )
    copy.add(path, "learn,", "flip,")

    copy.holds(
        """
        reader = Reader(new_session())
        before = reader.scene.stage.links[1].weight.numpy()
        scene = reader.get(schema.FlipWeight, link=1, index=(2, 0))
        assert scene.stage.links[1].weight.numpy()[2, 0] == -before[2, 0]
        assert scene.undo == "turned sign"
        assert_true(scene)
        assert np.array_equal(reader.get(schema.Undo).stage.links[1].weight.numpy(), before)
        problem = reader.refused(schema.FlipWeight, link=7, index=(0, 0))
        assert (problem.field, problem.message) == ("link", "link must be from 0 to 1, got 7")
        """
    )
    types = copy.run("-m", "learnscope.scene.typescript").stdout
    assert (
        '  flip_weight: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },\n'
        in types
    )


def test_something_to_stop_for_that_is_added_stops_and_is_listed(copy: Copy) -> None:
    """With its threshold and what was seen."""
    copy.add(
        "watch/breakpoints.py",
        "BreakpointKind(",
        """
        BreakpointKind(
            "gradient_small",
            "the gradient is small",
            "Looked at after each step: the norm of the gradient has fallen below this.",
            "steps",
            Threshold(0.5, 0, 1e6, whole=False, unit=""),
        ),
        """,
    )
    copy.add(
        "watch/scans.py",
        '"not_finite": OnSteps(',
        """
        "gradient_small": OnSteps(
            lambda rows, threshold: np.asarray(rows.norms[:, 0] < threshold),
            lambda rows, k: f"the norm of the gradient is {rows.norms[k, 0]:.4g}",
        ),
        """,
    )

    copy.holds(
        """
        reader = Reader(new_session())
        reader.get(schema.SetBreakpoint, name="gradient_small", on=True, number=0.9)
        (found,) = (each for each in reader.scene.run.breakpoints if each.name == "gradient_small")
        assert (found.title, found.on, found.number) == ("the gradient is small", True, 0.9)
        scene = reader.get(schema.Train, epochs=50)
        assert 0 < scene.moment.step < 350
        assert ": stopped: the norm of the gradient is 0.78" in scene.said, scene.said
        """
    )


def test_a_word_that_is_added_is_told_and_found(copy: Copy) -> None:
    """The table of the documents and what the page loads hold it, with its number and its links."""
    copy.add(
        "explain/glossary.py",
        "Entry(",
        """
        Entry(
            "fan-in",
            "How many inputs a neuron has.",
            "value.1.0",
            also=("neuron", "input"),
            signs=("in-degree",),
        ),
        """,
    )

    copy.holds(
        """
        from learnscope.explain.glossary import ENTRIES
        assert set(ENTRIES["fan-in"].also) <= set(ENTRIES)
        """
    )
    page = copy.run("-m", "learnscope.explain.glossary", "--typescript").stdout
    assert '"word": "fan-in", "meaning": "How many inputs a neuron has.", "number": "value.1.0"' in page
    document = Path(__file__).parents[1] / "docs" / "glossary.md"
    written = copy.run("-m", "learnscope.explain.glossary", "--into", str(document)).stdout
    row = "| **fan-in**, in-degree | How many inputs a neuron has. |\n"
    assert written.replace(row, "") == document.read_text("utf-8")
    assert row in written
