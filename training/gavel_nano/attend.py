"""Attention over rows of batches.py: each token attends to its policy and its own item, as with the engine's prefix cache."""

import torch
from torch.nn.attention.flex_attention import create_block_mask, flex_attention

_compiled_mask = torch.compile(create_block_mask)
_compiled = torch.compile(flex_attention, dynamic=False)


def shared_prefixes(groups, items):
    """`groups` and `items` are int [B, T], as in batches.Row. Returns an `attend` for Nano."""
    def seen(b, _, q, k):
        same = (groups[b, q] == groups[b, k]) & ((items[b, k] == 0) | (items[b, k] == items[b, q]))
        return (k <= q) & same

    rows, length = groups.shape
    mask = _compiled_mask(seen, rows, None, length, length, device=groups.device)
    return lambda q, k, v: _compiled(q, k, v, block_mask=mask, enable_gqa=True)
