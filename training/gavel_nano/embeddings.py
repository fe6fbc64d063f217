"""The embedding of a new vocabulary, made from the old one: each token gets the mean of the old tokens that spell it."""

import numpy as np

from .vocabulary import ORDINARY, VOCAB_SIZE, Vocabulary, control

# Harmony's control tokens and the tokens of the old chat format with the same meaning: 1 <|im_start|>, 2 <|im_end|>, 0
# <|endoftext|>.
MEANINGS = {"start": [1], "end": [2], "return": [2, 0], "endoftext": [0], "startoftext": [0], "call": [2]}


def bytes_to_unicode() -> dict[int, str]:
    """GPT-2's spelling of bytes as printable characters, which the old vocabulary uses."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    spelled, extra = {b: chr(b) for b in printable}, 0
    for byte in range(256):
        if byte not in spelled:
            spelled[byte] = chr(256 + extra)
            extra += 1
    return spelled


def spelled_by(token: bytes, old: dict[bytes, int], longest: int) -> list[int]:
    """Old tokens that spell `token`; at each position the longest one that matches."""
    ids, at = [], 0
    while at < len(token):
        for size in range(min(longest, len(token) - at), 0, -1):
            if token[at:at + size] in old:
                ids.append(old[token[at:at + size]])
                at += size
                break
        else:
            at += 1
    return ids


def new_embedding(old_rows: np.ndarray, old_tokens: list[str], vocabulary: Vocabulary) -> np.ndarray:
    """float32 [VOCAB_SIZE, hidden]."""
    byte_of = {c: b for b, c in bytes_to_unicode().items()}
    old = {bytes(byte_of[c] for c in t): i for i, t in enumerate(old_tokens) if i > 16 and all(c in byte_of for c in t)}
    longest = max(map(len, old))
    rows = np.zeros((VOCAB_SIZE, old_rows.shape[1]), np.float32)
    mean = old_rows.mean(0)
    for i in range(ORDINARY):
        ids = spelled_by(vocabulary.bytes_of[i], old, longest)
        rows[i] = old_rows[ids].mean(0) if ids else mean
    rows[ORDINARY:] = mean
    for name, ids in MEANINGS.items():
        rows[control(name)] = old_rows[ids].mean(0)
    for name in ("channel", "message", "constrain"):
        rows[control(name)] = mean + np.random.default_rng(control(name)).normal(0, old_rows.std() / 2, mean.shape)
    return rows
