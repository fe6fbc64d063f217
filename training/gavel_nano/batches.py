"""Rows of LENGTH tokens: policies, each followed by items that attend to the policy and to themselves but not to each other."""

import random

import numpy as np
import torch

from .examples import Examples
from .prompt import Renderer, answer_json, shown_schema

LENGTH = 4096
LONGEST_PREFIX = 1800
# The tokens that decide: which place of the policy the analysis names, what it says about that place, and the label
# that repeats it.
PLACE_WEIGHT = 5.0
OUTCOME_WEIGHT = 4.0
LABEL_WEIGHT = 3.0


class Rows(torch.utils.data.IterableDataset):
    """Endless rows: ids, positions, group, item (0: the policy), weight of each token's loss; all [LENGTH]."""

    def __init__(self, examples: Examples, renderer: Renderer, seed: int, options: dict | None = None):
        self.examples, self.renderer, self.seed = examples, renderer, seed
        self.options = {"per_policy": 14, "policy": True, "analysis": True, "content_weight": 0.0, **(options or {})}

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        rng = random.Random(self.seed * 1000 + (worker.id if worker else 0))
        row = Row()
        while True:
            ids, answers = self.group(rng)
            if len(ids) > LONGEST_PREFIX:
                continue
            if not row.fits(len(ids) + 120):
                yield row.tensors()
                row = Row()
            row.policy(ids)
            for question, answer, weights in answers:
                if not row.item(question, answer, weights, self.options["content_weight"]):
                    break

    def group(self, rng):
        policy, examples = self.examples.group(rng, self.options["per_policy"])
        codes, rules = list(policy.codes), list(policy.rules)
        text = policy.text if self.options["policy"] else "Judge the content."
        effort = rng.choice(["low", "medium", "medium", "high"])
        prefix = self.renderer.prefix(text, shown_schema(codes, rules), effort)
        return prefix, [self.tokens(e) for e in examples]

    def tokens(self, e):
        r = self.renderer
        before, label, after = answer_json(e.violation, e.category, e.rules, e.confidence, e.rationale)
        question = r.question(e.content)
        quote, place, words, outcome = map(r.encode, e.analysis if self.options["analysis"] else ("", "", "", ""))
        head, first = r.encode(before), r.encode(label)
        rest, last = r.encode(label[len(label):] + after), r.c["return"]
        parts = [(r.analysis, 0.0), (quote, 0.6), (place, PLACE_WEIGHT), (words, 1.0), (outcome, OUTCOME_WEIGHT), (r.final[:1], 1.0), (r.final[1:], 0.0), (head, 0.1), (first[:1], LABEL_WEIGHT),
                 (first[1:], 1.0), (rest, 0.6), (last, 1.0)]
        ids = np.concatenate([p for p, _ in parts])
        weights = np.concatenate([np.full(len(p), w, np.float32) for p, w in parts])
        return question, ids, weights


class Row:
    def __init__(self):
        self.ids = np.zeros(LENGTH, np.int64)
        self.positions = np.zeros(LENGTH, np.int64)
        self.groups = np.zeros(LENGTH, np.int64)
        self.items = np.full(LENGTH, -1, np.int64)
        self.weights = np.zeros(LENGTH, np.float32)
        self.at, self.group, self.count, self.prefix = 0, 0, 0, 0

    def fits(self, size: int) -> bool:
        return self.at + size <= LENGTH

    def _put(self, ids, position, item, weights=None):
        a, b = self.at, self.at + len(ids)
        self.ids[a:b], self.groups[a:b], self.items[a:b] = ids, self.group, item
        self.positions[a:b] = np.arange(position, position + len(ids))
        if weights is not None:
            self.weights[a:b] = weights
        self.at = b

    def policy(self, ids):
        self.group += 1
        self.prefix = len(ids)
        self._put(ids, 0, 0)

    def item(self, question, answer, weights, content_weight: float = 0.0) -> bool:
        if not self.fits(len(question) + len(answer)):
            return False
        self.count += 1
        # The content's own tokens have a loss too, except for the header after it.
        read = np.full(len(question), content_weight, np.float32)
        read[-3:] = 0
        self._put(question, self.prefix, self.count, read)
        self._put(answer, self.prefix + len(question), self.count, weights)
        return True

    def tensors(self):
        return tuple(torch.from_numpy(a) for a in (self.ids, self.positions, self.groups, self.items, self.weights))
