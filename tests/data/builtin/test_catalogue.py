"""The list of built-in data sets: what it says is what is loaded."""

import numpy as np
import pytest

from learnscope.data.builtin import datasets, load
from learnscope.errors import ArgumentError, DataError

RECORDS = {record.name: record for record in datasets()}
DRAWN = [name for name, record in RECORDS.items() if record.options]

each = pytest.mark.parametrize("name", list(RECORDS))
each_drawn = pytest.mark.parametrize("name", DRAWN)


@each
def test_a_data_set_is_what_the_list_says(name):
    """Name, title, kind, sizes and a note of one sentence."""
    record, dataset = RECORDS[name], load(name)

    assert (dataset.name, dataset.title, dataset.kind) == (record.name, record.title, record.kind)
    assert dataset.inputs.shape == (record.samples, record.inputs)
    assert dataset.targets.shape == (record.samples, record.outputs)
    assert record.note.endswith(".")


@each
def test_loading_twice_gives_the_same_bits(name):
    """The same seed is the same data."""
    assert load(name, seed=3).fingerprint == load(name, seed=3).fingerprint


@each_drawn
def test_what_is_drawn_depends_on_the_seed(name):
    """Another seed is other data, for those that are made on the spot (a noiseless curve is not drawn)."""
    noise = {"noise": 0.2}

    assert load(name, seed=3, **noise).fingerprint != load(name, seed=4, **noise).fingerprint


@pytest.mark.whole
@each_drawn
@pytest.mark.parametrize("samples", [2, 3, 10])
def test_so_many_samples_are_made_as_asked_for(name, samples):
    """Also few, and odd numbers of them."""
    assert len(load(name, samples=samples)) == samples


@each_drawn
def test_noise_moves_things(name):
    """With noise the data differ from those without, and stay finite."""
    quiet, noisy = load(name, samples=50, noise=0), load(name, samples=50, noise=0.5)

    assert quiet.fingerprint != noisy.fingerprint
    assert np.isfinite(noisy.inputs).all()


def test_everything_asked_for_is_there():
    """The list, from simple to complex."""
    assert list(RECORDS) == [
        *("and", "or", "xor_gate"),
        *("circle", "xor", "gauss", "spiral", "moons", "plane", "bumps"),
        *("iris", "digits", "crowd", "life", "mail", "mail_tags", "original", "worked"),
        *("guess", "cafe", "ravine", "wave", "twins"),
    ]


@pytest.mark.parametrize(
    ("name", "options", "error", "message"),
    [
        (
            "irsi",
            {},
            DataError,
            "unknown data set 'irsi'; did you mean 'iris'? (and, bumps, cafe, circle, crowd, digits, gauss, "
            "guess, iris, life, mail, mail_tags, "
            "moons, or, original, plane, ravine, spiral, twins, wave, worked, xor, xor_gate)",
        ),
        (
            "circle",
            {"nosie": 1},
            ArgumentError,
            "unknown option of data set 'circle' 'nosie'; did you mean 'noise'? (noise, samples)",
        ),
        ("iris", {"samples": 10}, ArgumentError, "data set 'iris' has no options, got 'samples'"),
        ("circle", {"noise": 0.6}, ArgumentError, "noise must be in [0, 0.5], got 0.6"),
        (
            "circle",
            {"samples": 1},
            ArgumentError,
            "samples must be a whole number from 2 to 1000000, got 1",
        ),
        ("crowd", {"size": 24.5}, ArgumentError, "size must be a whole number from 8 to 64, got 24.5"),
        ("circle", {"seed": -1}, ArgumentError, "seed must be a whole number of at least 0, got -1"),
    ],
)
def test_what_is_not_in_the_list_is_refused(name, options, error, message):
    """Unknown names, options and values, with the nearest that is known."""
    with pytest.raises(error) as caught:
        load(name, **options)

    assert str(caught.value) == message
