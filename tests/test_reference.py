"""The library says what the slow and obvious way says, of policies and posts made up by chance and of the built-in ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

import csmedia.load.compiling
from csmedia import Checker, Context, Post
from csmedia.checker import GUARDS
from csmedia.load import Folder, Needs
from csmedia.load.cache import cache_folder, digest_of
from csmedia.load.stored import Parts

from .conftest import BASE, builtin_checker, rule, write
from .made_up import contexts, guard_files, policies, posts
from .reference import World, said_by, said_by_reference, world_of_pack, world_of_parts

QUALITY = Path(__file__).parent.parent / "quality"


@contextmanager
def made_up_checker(files: dict[str, str], guards: dict[str, str]) -> Iterator[tuple[World, Checker]]:
    """A checker of some files, and the same policies as they were before they were packed."""
    parts: list[Parts] = []
    pack = csmedia.load.compiling.pack

    def kept(made: Parts, name: str = "") -> bytes:
        parts.append(made)
        return pack(made, name)

    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(csmedia.load.compiling, "pack", kept)
        patch.setattr("csmedia.checker.GUARDS", Folder(write(Path(folder) / "guards", guards), "csmedia", guards=True))
        checker = Checker([write(Path(folder) / "policies", files)], plugins=False, cache=False)
        yield world_of_parts(parts[0]), checker


def seldom(most: int) -> settings:
    """Fewer examples where each is dear; as many more as the profile has more than the usual hundred."""
    # What is found is read as it was found: to shrink a policy with ten posts takes longer than to mend it.
    phases = [phase for phase in Phase if phase is not Phase.shrink and phase is not Phase.explain]
    count = max(most, settings.default.max_examples * most // 100)
    return settings(max_examples=count, suppress_health_check=list(HealthCheck), phases=phases)


@seldom(20)
@given(policies(), guard_files(), st.lists(st.tuples(posts, contexts), min_size=8, max_size=12))
def test_made_up_policies_say_what_they_must(files: dict[str, str], guards: dict[str, str], items: list[tuple[Post, Context]]) -> None:
    with made_up_checker(files, guards) as (world, checker):
        for post, context in items:
            note(post.model_dump_json(exclude_unset=True))
            assert said_by(checker, post, context) == said_by_reference(world, checker, post, context)


FRUIT = {"signals/fruit.toml": 'title = "Fruit"\nterms = ["plum", "pear"]\n', "signals/says.toml": 'title = "Says"\nframes = ["<fruit> …4 (is|tastes) …2 <fruit>"]\n'}


@pytest.mark.parametrize(
    ("find", "text"),
    [
        ('any = [{ terms = ["plum"], at_least = 2 }]\nwithin = 2', "plum and later, in another place, a plum"),
        ('any = [{ terms = ["plum"], at_least = 2 }]\nwithin = 2', "plum or plum"),
        ('all = ["signal:fruit"]\nunless = [{ terms = ["tart"], at_least = 2 }]\nwithin = 2', "plum tart. We had it with cream, as ever, and then a tart"),
        ('all = ["signal:fruit", { terms = ["tart"], within = "post" }]', "plum. tart. pear"),
        ('all = ["signal:says"]\nunless = [{ terms = ["not"], negated = false }]', "the plum is not a pear! the plum's tart is a plum, plum is plum"),
        ('any = [{ signal = "fruit", in = "media" }, { pattern = "t.rt", on = "typed" }]\nat_least = 2\nwithin = "post"', "a tаrt and a t\u200bart"),
    ],
)  # fmt: skip
def test_what_chance_seldom_makes_is_as_it_must_be(find: str, text: str) -> None:
    files = {**BASE, **FRUIT, "house/plum.toml": rule(find)}

    with made_up_checker(files, {"signals/idle.toml": 'title = "Idle"\nterms = ["idle"]\n'}) as (world, checker):
        for post in (Post(text=text), Post(text=text, media=[{"type": "image", "alt_text": "a pear, two plum tarts"}])):
            context = Context(capacity="personal")
            assert said_by(checker, post, context) == said_by_reference(world, checker, post, context)


@cache
def cases() -> list[Any]:
    lines = [line for path in sorted(QUALITY.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines]


@cache
def builtin_world() -> World:
    checker, folder = builtin_checker(), cache_folder()
    needs = {name: Needs.of(one) for name, one in checker.contributions.detectors.items()}
    name = digest_of((GUARDS, *checker.contributions.folders), needs)
    assert folder is not None
    return world_of_pack(checker.compiled, (folder / f"{name}.csmedia-pack").read_bytes(), name)


def spliced(one: Any, other: Any, chance: Random) -> tuple[Post, Context]:
    """Words of two posts, in the context of one of them."""
    words = [case["post"]["text"].split(" ") for case in (one, other)]
    first, second = (chance.randrange(len(some)) for some in words)
    text = " ".join((*words[0][:first], *words[1][second:], chance.choice(("", "#" + "".join(words[0][:3]), "“" + " ".join(words[1][:6]) + "”"))))
    return Post(**{**one["post"], "text": text}), Context(**other["context"])


def test_the_built_in_policies_say_what_they_must() -> None:
    if not QUALITY.is_dir():
        pytest.skip("the labelled posts were not brought along")
    checker, world, chance = builtin_checker(), builtin_world(), Random(settings.default.max_examples)
    many = 20 * settings.default.max_examples // 100
    whole = [(Post(**case["post"]), Context(**case["context"])) for case in chance.sample(cases(), min(many, len(cases())))]
    pieces = [spliced(chance.choice(cases()), chance.choice(cases()), chance) for _ in range(many)]

    for post, context in (*whole, *pieces):
        assert said_by(checker, post, context) == said_by_reference(world, checker, post, context), post.model_dump_json()
