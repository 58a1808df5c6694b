"""The plane: what it says of a cell is what the network says of the cell's centre."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.typing import NDArray

from learnscope.core.forward import forward, predict
from learnscope.core.network import Network
from learnscope.data.arrays import from_arrays
from learnscope.data.dataset import Dataset
from learnscope.experiment import Experiment, Setup, set_up
from learnscope.scene.plane_grid import edges_of
from learnscope.scene.planes import label_threshold, plane_scene, responses_scene
from learnscope.scene.schema import PlaneScene, ResponsesScene, Tones
from learnscope.starting_points import STARTING_POINTS
from learnscope.training.planning import plan_of
from tests.scene.recomputed import numpy, scaled
from tests.small import small

Floats = NDArray[np.float64]
HALF_A_TONE = 1 / 254 + 1e-9  # of the scale


def scene_of(setup: Setup, network: Network | None = None, **options: Any) -> PlaneScene:
    """The plane of a setup, which has one."""
    scene = plane_scene(setup, setup.network if network is None else network, **options)
    assert scene is not None
    return scene


def responses_of(setup: Setup, network: Network | None = None, **options: Any) -> ResponsesScene:
    """The plane as its neurons see it."""
    scene = responses_scene(setup, setup.network if network is None else network, **options)
    assert scene is not None
    return scene


def numbers(tones: Tones | None) -> Floats:
    """The numbers tones stand for, not-a-number where there is none."""
    assert tones is not None
    levels = np.frombuffer(tones.data, dtype=np.uint8).reshape(tones.shape).astype(float)
    levels[levels == 0] = np.nan
    return (levels - 128) / 127 * tones.scale


def centres(scene: PlaneScene, cells: int) -> Floats:
    """Cells' centres (cells², 2) from the scene alone, the first row at the top."""
    shares = (np.arange(cells) + 0.5) / cells
    (left, right), (bottom, top) = scene.x, scene.y
    return np.array([(left + s * (right - left), top - r * (top - bottom)) for r in shares for s in shares])


def labelled(**options: Any) -> Dataset:
    """Points on the plane with two labels."""
    random = np.random.default_rng(3)
    points = random.normal(size=(60, 2))
    return from_arrays(points, (points > 0.2).astype(float), name="signs", kind="labels", **options)


RECIPES: list[dict[str, Any]] = [
    {"data": "circle", "hidden": (8, 8)},
    {"data": "spiral", "hidden": (5,), "features": ("x²", "sin x", "xy")},
    {"data": "gauss", "hidden": ()},
    {"data": "xor_gate", "hidden": (1,), "activation": "sigmoid", "scale": "none", "split": (1, 0, 0)},
    {"data": "moons", "hidden": (3,), "activation": "relu", "loss": "hinge"},
    {"data": "moons", "hidden": (3,), "loss": "squared_error", "precision": "float32"},
    {"data": "circle", "hidden": (4,), "activation": "sin", "loss": "binary_cross_entropy", "dropout": 0.5},
    {"data": "plane", "hidden": (4,), "activation": "softplus"},
    {"data": "bumps", "hidden": (4, 1), "loss": "huber", "scale": "none"},
    {"data": labelled(), "hidden": (4,)},
    {"data": labelled(), "hidden": (4,), "loss": "hinge"},
    {"data": labelled(), "hidden": (4,), "loss": "squared_error", "scale": "none"},
]


@pytest.fixture(params=RECIPES, ids=lambda recipe: f"{recipe['data']} {recipe.get('loss', '')}"[:40])
def setup(request: pytest.FixtureRequest) -> Setup:
    """What an experiment on the plane begins with."""
    return set_up(small(**request.param, seed=5))


def inputs(setup: Setup, points: Floats) -> Floats:
    """What the network sees of points of the plane, by formulas of the test's own."""
    x, y = points.T
    known = {"x²": x * x, "sin x": np.sin(x), "xy": x * y}
    rows = np.column_stack([x, y, *(known[name] for name in setup.experiment.features)])
    if setup.experiment.scale == "none":
        return rows
    return scaled(rows, setup.dataset.inputs[setup.split.train])


@pytest.mark.parametrize("quick", [False, True])
def test_every_cell_shows_what_the_network_says_of_its_centre(setup: Setup, quick: bool) -> None:
    """Winner exactly, lead or outputs to half a tone, for every kind of target, loss and precision."""
    scene = scene_of(setup, quick=quick)
    x = inputs(setup, centres(scene, scene.size))
    said, outputs = predict(setup.network, x), forward(setup.network, x).output.astype(float)
    near = HALF_A_TONE if setup.experiment.precision == "float64" else HALF_A_TONE + 1e-6

    value = numbers(scene.value).reshape(len(scene.low), -1).T
    if setup.dataset.kind == "classes":
        assert np.array_equal(numpy(scene.winner).ravel(), outputs.argmax(axis=1))
        ranked = np.sort(said, axis=1)
        wanted = (ranked[:, -1] - ranked[:, -2])[:, None]
    else:
        assert scene.winner is None
        own = setup.target_scaling.invert(outputs)
        low, high = np.array(scene.low), np.array(scene.high)
        seen = said if setup.dataset.kind == "labels" else own
        wanted = 2 * (seen - low) / (high - low) - 1
    assert np.abs(value - np.clip(wanted, -1, 1)).max() <= near


def test_the_picture_of_a_neuron_shows_its_activation(setup: Setup) -> None:
    """Every neuron of every layer, the inputs included, to half a tone of the layer's scale."""
    scene = responses_of(setup)
    trace = forward(setup.network, inputs(setup, centres(scene, 41)))
    layers = [trace.input, *(layer.activation for layer in trace.layers)]

    for tones, values in zip(scene.neurons, layers, strict=True):
        assert tones is not None
        assert tones.shape == (values.shape[1], 41, 41)
        assert np.abs(values).max() <= tones.scale
        assert np.abs(numbers(tones).reshape(len(tones.data) // 41**2, -1).T - values).max() <= (
            tones.scale * (HALF_A_TONE + 1e-6)
        )


def test_points_are_the_samples_and_wrong_where_something_else_is_said(setup: Setup) -> None:
    """All samples in their own units, each with its part, its truth and whether the network errs."""
    scene = scene_of(setup)
    dataset, parts = setup.dataset, setup.split
    rows = np.concatenate([parts.train, parts.validation, parts.test])
    outputs, truth = forward(setup.network, setup.x[rows]).output, dataset.targets[rows]

    assert np.array_equal(numpy(scene.points), dataset.inputs[rows, :2])
    assert np.array_equal(np.bincount(numpy(scene.part).astype(int)), [n for n in map(len, (
        parts.train, parts.validation, parts.test)) if n])  # fmt: skip
    if dataset.kind == "classes":
        assert np.array_equal(numpy(scene.truth), truth.argmax(axis=1))
        wanted = outputs.argmax(axis=1) != truth.argmax(axis=1)
    elif dataset.kind == "labels":
        wanted = ((outputs > label_threshold(setup.network)) != (truth > 0.5)).any(axis=1)
    else:
        assert np.array_equal(numpy(scene.truth), truth)
        wanted = np.zeros(len(rows), dtype=bool)
    assert np.array_equal(numpy(scene.wrong), wanted)


def test_a_label_counts_as_the_training_loop_counts_it(setup: Setup) -> None:
    """The threshold is that of the plan."""
    assert label_threshold(setup.network) == plan_of(setup).threshold


def test_values_have_a_scale_of_the_data_alone() -> None:
    """From minus the largest target to plus it, in the network's units, whatever the network says."""
    setup = set_up(small(data="plane", hidden=(3,)))
    louder = setup.network.with_parameters(setup.network.parameters * 50)

    quiet, loud = scene_of(setup), scene_of(setup, louder)

    assert (quiet.low, quiet.high, quiet.value.scale) == (loud.low, loud.high, loud.value.scale)
    reach = np.abs(setup.y).max()
    ends = setup.target_scaling.invert([[-reach], [reach]]).ravel()
    assert np.allclose([quiet.low[0], quiet.high[0]], ends, rtol=1e-12)


def test_outputs_with_two_ends_have_them_on_their_scale() -> None:
    """One sample, targets near 0 and 1, a sigmoid: from 0 to 1, and a flat picture says that it is."""
    scene = scene_of(set_up(STARTING_POINTS["two-two-two"].experiment))

    assert (scene.low, scene.high) == ((0.0, 0.0), (1.0, 1.0))
    assert scene.sentence.count("hardly differs over the plane: it goes from 0.7") == 2


@pytest.mark.parametrize("data", ["circle", "plane"])
def test_what_is_not_a_number_is_shown_as_such(data: str) -> None:
    """Tone 0 in every picture, no winner, every point wrong, and the sentence says so."""
    setup = set_up(small(data=data, hidden=(2,)))
    parameters = np.full_like(setup.network.parameters, np.nan)

    network = setup.network.with_parameters(parameters)

    scene = scene_of(setup, network)

    assert set(scene.value.data) == {0}
    assert all(set(tones.data) == {0} for tones in responses_of(setup, network).neurons[1:])
    if data == "circle":
        assert np.isnan(numpy(scene.winner)).all()
        assert numpy(scene.wrong).all()
        assert scene.sentence == (
            "Of the plane, on 100 % the outputs are not numbers. Wrong: 350 of 350 training, "
            "75 of 75 validation and 75 of 75 test points. No boundary crosses the middle."
        )
    else:
        assert scene.sentence == "height is not a number on 100 % of the plane."


def test_numbers_beyond_all_bounds_are_drawn_at_the_end_of_the_scale() -> None:
    """Activations that overflow."""
    setup = set_up(small(data="circle", hidden=(2,), activation="relu"))
    parameters = np.full_like(setup.network.parameters, 1e300)

    scene = responses_of(setup, setup.network.with_parameters(parameters))

    hidden, outputs = scene.neurons[1:]
    assert hidden is not None
    assert outputs is not None
    assert hidden.scale == 2.0**1000
    assert max(outputs.data) == 255
    assert min(outputs.data) > 128


def test_data_that_is_not_planar_has_no_plane() -> None:
    """Four inputs, or pixels."""
    for data in ("iris", "digits"):
        setup = set_up(small(data=data))

        assert plane_scene(setup, setup.network) is None


def test_of_many_samples_some_are_drawn_and_the_rule_is_said() -> None:
    """A thousand, at even distances, so that every part has its share."""
    scene = scene_of(set_up(small(data="circle", data_options={"samples": 5000}, hidden=(2,))))

    assert len(numpy(scene.points)) == 1000
    assert np.bincount(numpy(scene.part).astype(int)).tolist() == [700, 150, 150]
    assert scene.rule == "1 000 of 5 000 samples are drawn, taken at even distances from each part"


@given(
    st.lists(st.tuples(*[st.floats(-1e6, 1e6, width=32)] * 2), min_size=2, max_size=20),
    st.sampled_from(["", "cm"]),
)
def test_all_samples_lie_on_the_plane(points: list[tuple[float, float]], unit: str) -> None:
    """Whatever the data, constant inputs included; equal units give edges of about one length."""
    data = from_arrays(
        np.array(points), np.arange(len(points)) / 7, name="any", kind="values", input_units=("", unit)
    )
    edges = edges_of(set_up(small(data=data, hidden=(1,), split=(1, 0, 0))))

    for column, (low, high) in zip(np.array(points).T, (edges.x, edges.y), strict=True):
        assert low < column.min()
        assert column.max() < high
        assert high - low <= 4 * max(np.ptp(column), abs(column).max(), 1)


def test_the_number_of_cells_depends_on_the_size_of_the_network_alone() -> None:
    """97 along an edge at rest and 41 while playing; fewer for a large network, never below 17."""
    little, large = (set_up(small(data="circle", hidden=hidden)) for hidden in ((8, 8), (512, 512)))

    assert [scene_of(little, quick=quick).size for quick in (False, True)] == [97, 41]
    assert [scene_of(large, quick=quick).size for quick in (False, True)] == [17, 17]
    pictures = responses_of(large, quick=True).neurons[1]
    assert pictures is not None
    assert pictures.shape == (512, 17, 17)


def test_the_sentence_says_shares_errors_and_where_the_boundary_lies() -> None:
    """A network that says "outside" to the right of x = 1 exactly."""
    setup = set_up(small(data="circle", hidden=(), scale="none"))
    network = setup.network.with_parameters([0.0, 3.0, 0.0, 0.0, 0.0, -3.0])

    scene = scene_of(setup, network)

    outside = numpy(scene.points)[:, 0] > 1
    wrong = outside != numpy(scene.truth).astype(bool)
    counts = [int(wrong[numpy(scene.part) == part].sum()) for part in range(3)]
    assert scene.x == scene.y == (-5.5, 5.5)
    assert scene.sentence == (
        "Of the plane, inside has 59 % and outside has 41 %. "
        f"Wrong: {counts[0]} of 350 training, {counts[1]} of 75 validation and {counts[2]} of 75 test "
        "points. "
        "The boundary lies at x₁ = 0.96 where x₂ = 0."
    )


def test_the_sentence_calls_the_inputs_by_their_names() -> None:
    """A boundary that bends crosses a line twice."""
    random = np.random.default_rng(1)
    points = random.uniform(-5, 5, (40, 2))
    data = from_arrays(
        points,
        (points[:, 0] ** 2 < 4).astype(int),
        name="band",
        kind="classes",
        input_names=("width", "height"),
    )
    setup = set_up(small(data=data, hidden=(), features=("x²",), scale="none"))
    network = setup.network.with_parameters([0.0, 0.0, 0.0, 0.0, 1.0, -1.0, -4.0, 4.0])

    sentence = scene_of(setup, network).sentence

    assert sentence.endswith("The boundary lies at width = −2 and 2 where height = 0.")


def test_the_sentence_of_labels_names_each() -> None:
    """With the share of the plane on which it is said."""
    setup = set_up(small(data=labelled(output_names=("right", "up")), hidden=(), scale="none"))
    network = setup.network.with_parameters([1.0, 0.0, 0.0, 1.0, 0.0, 100.0])

    sentence = scene_of(setup, network).sentence

    assert sentence.startswith("Of the plane, right is said on 49 % and up is said on 100 %. Wrong: ")


def test_dropout_does_not_touch_the_pictures() -> None:
    """They show the network as it is used."""
    setup = set_up(small(data="circle", hidden=(6,), dropout=0.5))
    undropped = replace(setup, experiment=replace_dropout(setup.experiment))

    assert scene_of(setup) == scene_of(undropped)
    assert responses_of(setup) == responses_of(undropped)


def replace_dropout(experiment: Experiment) -> Experiment:
    """The same recipe without dropout."""
    return replace(experiment, dropout=0.0)


def test_a_neuron_is_dead_where_no_cell_rouses_it_and_a_weak_one_lives() -> None:
    """One ReLU is 0 everywhere; another so faint that its picture is all but blank; the third is plain."""
    setup = set_up(small(data="circle", hidden=(3,), activation="relu"))
    weight, bias = setup.network.weights[0].copy(), np.zeros(3)
    weight[:, 0], bias[0] = 0.0, -1.0
    weight[:, 1] = 1e-9
    network = setup.network.with_parameters(
        np.concatenate([weight.ravel(), bias, setup.network.parameters[weight.size + 3 :]])
    )

    scene = responses_of(setup, network)

    assert scene.dead == ((), (0,), ())
