"""Calibration: the model judges texts that it was never trained on, then learns how often it is right.

After training, the label repeats what the analysis says, so its probability is near 0 or 1 even if the analysis is wrong.
Here the analysis is the model's own and the label is the truth, so the label's probability becomes the share of such
analyses that are right. Ordinary training batches are mixed in, so that nothing else changes.
"""

import random

import numpy as np
import torch

from .batches import LONGEST_PREFIX, Row
from .judge import LONGEST_CONTENT, Judge
from .optimize import adamw
from .prompt import shown_schema

PER_POLICY = 100
EPOCHS = 4
# Tokens that must be free after a policy, so that an item fits.
ROOM = 600


def judged_rows(judge: Judge, examples, policies: int, seed: int, log) -> list:
    """Rows in the form of batches.py, with policies, content and the model's own analyses; only the true labels have a weight."""
    rng, rows, row, right, total = random.Random(seed), [], Row(), 0, 0
    for _ in range(policies):
        policy, made = examples.group(rng, PER_POLICY)
        schema = shown_schema(policy.codes, policy.rules)
        prefix = judge.renderer.prefix(policy.text, schema, "medium")
        if len(prefix) > LONGEST_PREFIX:
            continue
        if not row.fits(len(prefix) + ROOM):
            rows.append(row.tensors())
            row = Row()
        row.policy(prefix)
        results = judge.judge(policy.text, schema, [e.content for e in made])
        for example, result in zip(made, results):
            if result["label_at"] is None:
                continue
            total += 1
            right += (result["score"] > 0.5) == bool(example.violation)
            written = result["ids"][: result["label_at"]]
            answer = np.concatenate([judge.renderer.analysis, written, [judge.label[example.violation]]]).astype(np.int32)
            weights = np.zeros(len(answer), np.float32)
            weights[-1] = 1.0
            question = judge.renderer.question(example.content[:LONGEST_CONTENT])
            if not row.item(question, answer, weights):
                rows.append(row.tensors())
                row = Row()
                row.policy(prefix)
                row.item(question, answer, weights)
    rows.append(row.tensors())
    log(f"calibration: {total} items judged, {right / max(1, total):.3f} right, {len(rows)} rows")
    return rows


def calibrate(model, rows: list, loader, loss_of, batch: int, rate: float, seed: int, log) -> None:
    """The first value of `loss_of(batch)` is the loss. One of 8 rows is not trained on but used to measure."""
    stack = lambda chosen: [torch.stack(parts) for parts in zip(*chosen)]
    held, rows = rows[::8], [r for n, r in enumerate(rows) if n % 8]

    @torch.no_grad()
    def measured() -> float:
        model.eval()
        losses = [loss_of(stack(held[at:at + batch]))[0].item() for at in range(0, len(held) - batch + 1, batch)] or [float("nan")]
        model.train()
        return sum(losses) / len(losses)

    before = measured()
    optimizer = adamw(model, rate, decay=0.0)
    steps, rng = EPOCHS * max(1, len(rows) // batch), random.Random(seed)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate * (1 - step / steps)
        own = loss_of(stack(rng.choices(rows, k=batch)))[0]
        other = loss_of(next(loader))[0]
        optimizer.zero_grad(set_to_none=True)
        (own + other).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    log(f"calibration: {steps} steps, loss of the labels {before:.4f} before, {measured():.4f} after")
