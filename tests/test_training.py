"""Models of articles are fitted to written and real pages, and computed as they were fitted."""

from dataclasses import fields

import numpy as np
import onnxruntime
import pytest

lightgbm = pytest.importorskip("lightgbm", reason="fitting models needs the extra `train`")

from pages import EM, GAP, MARGIN, Sheet, chinese  # noqa: E402

from digitize.articles.scoring.models import NAMES, WEIGHTS, with_roles  # noqa: E402
from digitize.evaluate.truth import ZoneTruth  # noqa: E402
from digitize.training.card import Card, markdown  # noqa: E402
from digitize.training.examples import Example, example  # noqa: E402
from digitize.training.fit import Models, fit, fit_extent, fit_stories  # noqa: E402
from digitize.training.judging import Judgement, judged  # noqa: E402
from digitize.training.onnx import to_onnx  # noqa: E402
from digitize.training.titles import TITLES  # noqa: E402
from digitize.training.truth import successors  # noqa: E402
from digitize.training.written import written  # noqa: E402
from digitize.training.zones import line_truth  # noqa: E402

STEP = 14 * EM + GAP


@pytest.fixture(scope="module")
def pages() -> list[Example]:
    return written(36, seed=5, processes=1)


@pytest.fixture(scope="module")
def models(pages: list[Example]) -> Models:
    base = fit(pages[:20], [1.0] * 20, trees=20)
    return fit_extent(fit_stories(base, pages[20:30], trees=10), pages[30:], trees=10)


def test_the_same_seed_writes_the_same_pages(pages: list[Example]) -> None:
    again = written(3, seed=5, processes=1)
    assert all(
        np.array_equal(a.units.values, b.units.values, equal_nan=True) for a, b in zip(again, pages, strict=False)
    )


def test_almost_every_succession_is_among_the_pairs_that_are_looked_at(pages: list[Example]) -> None:
    looked_at = total = 0
    for each in pages:
        pairs = set(zip(each.pairs.before.tolist(), each.pairs.after.tolist(), strict=True))
        following = successors(each.truth)
        looked_at += sum(pair in pairs for pair in following.items())
        total += len(following)
    assert looked_at > 0.93 * total > 300


def test_units_hold_lines_of_one_article(pages: list[Example]) -> None:
    purity = np.concatenate([each.truth.purity[each.truth.article != ""] for each in pages])
    assert purity.mean() > 0.98


@pytest.mark.slow
def test_fitted_models_are_computed_the_same_in_the_package(models: Models, pages: list[Example]) -> None:
    each = pages[-1]
    evidence = models.evidence(each)
    known = with_roles(each.units, evidence.roles.astype(np.float32)).values
    session = onnxruntime.InferenceSession(to_onnx(models.begins))
    (probabilities,) = session.run(["probabilities"], {"features": known})
    assert np.allclose(probabilities[:, 1], evidence.begins, atol=1e-5)


@pytest.mark.slow
def test_even_a_few_pages_teach_more_than_chance(models: Models, pages: list[Example]) -> None:
    judgement = judged(models, pages[30:])
    assert judgement.f > 0.5
    assert judgement.steps > 0.5
    assert judgement.articles > 10


def test_the_package_holds_every_model_and_its_card() -> None:
    assert set(NAMES) == {each.name for each in fields(Models)}
    assert all((WEIGHTS / f"{name}.onnx").is_file() for name in NAMES)
    assert sum((WEIGHTS / f"{name}.onnx").stat().st_size for name in NAMES) < 5e6
    card = (WEIGHTS / "card.md").read_text("utf-8")
    assert all(f"{title.place}:" in card for title in TITLES if title.fits)


def test_what_has_no_licence_is_not_fitted_to() -> None:
    assert not any(
        title.fits for title in TITLES if title.licence in {"none given", "unclear"} or "NC" in title.licence
    )


def test_the_card_tells_of_every_title_left_out() -> None:
    found = {title: Judgement(0.9, 0.5, 0.8, 7) for title in TITLES[:2]}
    text = markdown(Card(10, 1, found, {}, 2_000_000))
    assert "| real-pages/bbz-1918 | 7 | 0.900 | 0.500 | 0.800 |" in text
    assert "| **mean** | 14 | 0.900 | 0.500 | 0.800 |" in text
    assert "2.0 MB" in text


def test_zones_tell_the_article_and_order_of_lines() -> None:
    sheet = Sheet()
    columns = sheet.flow(["<" + chinese(14 * 16)], [(MARGIN, 300, 8), (MARGIN + STEP, 300, 8)])
    zones = [
        {"page": 0, "box": [box.left, box.top, box.right, box.bottom], "article": "a", "order": order}
        for order, box in enumerate(columns)
    ]
    page = sheet.page()
    each = example(page, line_truth(page, 0, ZoneTruth.model_validate({"zones": zones})))
    assert each.truth.article.tolist() == ["a", "a"]
    assert successors(each.truth) == {0: 1}
    assert each.pair_truth.follows.sum() == 1
