"""Chooses the layers of the teacher to keep: removes one layer after the other, each time the one whose removal increases the loss least."""

import torch
import torch.nn.functional as F

from .model import Nano


@torch.no_grad()
def loss_without(model: Nano, layers: list[int], ids: torch.Tensor) -> float:
    kept = model.layers
    model.layers = torch.nn.ModuleList(kept[i] for i in layers)
    total = 0.0
    for batch in ids.split(64):
        hidden = model(batch[:, :-1], torch.arange(batch.shape[1] - 1, device=ids.device))
        total += F.cross_entropy(model.logits(hidden).flatten(0, 1).float(), batch[:, 1:].flatten()).item() * len(batch)
    model.layers = kept
    return total / len(ids)


def choose_layers(model: Nano, keep: int, ids: torch.Tensor, log=print) -> list[int]:
    """`ids` int64 [rows, length]: text of the teacher. The first and the last layer are always kept."""
    layers = list(range(len(model.layers)))
    log(f"all {len(layers)} layers: loss {loss_without(model, layers, ids):.3f}")
    while len(layers) > keep:
        losses = {n: loss_without(model, [m for m in layers if m != n], ids) for n in layers[1:-1]}
        gone = min(losses, key=losses.get)
        layers.remove(gone)
        log(f"without {gone}: {len(layers)} layers, loss {losses[gone]:.3f}")
    return layers
