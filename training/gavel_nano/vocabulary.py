"""The model's vocabulary: the first N merges of o200k, then o200k_harmony's special tokens.

Byte-pair ranks are ordered, so the first N of them are a tokenizer themselves. A text is encoded with all of o200k
and each token from N on is then split into the smaller tokens that it consists of (`narrow`); the engine does the same
(engine/harmony/encoding.ts), so training and serving use the same ids.
"""

import base64
import pathlib

import numpy as np

FULL_ORDINARY = 199_998
SPECIALS = 1_090  # ids 199998..201087 of o200k_harmony
VOCAB_SIZE = 16_384
ORDINARY = VOCAB_SIZE - SPECIALS

CONTROL = {"startoftext": 199_998, "endoftext": 199_999, "return": 200_002, "constrain": 200_003,
           "channel": 200_005, "start": 200_006, "end": 200_007, "message": 200_008, "call": 200_012}

# openai/harmony, src/tiktoken_ext/public_encodings.rs
PATTERN = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"])


def control(name: str) -> int:
    """The model's id of a control token, such as `start`."""
    return CONTROL[name] - FULL_ORDINARY + ORDINARY


class Vocabulary:
    """`ranks_file` is o200k_base.tiktoken: lines of base64(bytes) and rank."""

    def __init__(self, ranks_file: str | pathlib.Path):
        import tiktoken

        ranks = {}
        for line in pathlib.Path(ranks_file).read_bytes().split(b"\n"):
            if line:
                token, rank = line.split()
                ranks[base64.b64decode(token)] = int(rank)
        self.full = tiktoken.Encoding("o200k", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={})
        self.bytes_of = [b""] * len(ranks)
        for token, rank in ranks.items():
            self.bytes_of[rank] = token
        small = {token: rank for token, rank in ranks.items() if rank < ORDINARY}
        parts = [[i] if i < ORDINARY else merge(self.bytes_of[i], small) for i in range(FULL_ORDINARY)]
        self.lengths = np.array([len(p) for p in parts], dtype=np.int64)
        self.starts = np.concatenate([[0], np.cumsum(self.lengths)[:-1]])
        self.flat = np.array([i for p in parts for i in p], dtype=np.int32)

    def narrow(self, full_ids) -> np.ndarray:
        """Converts o200k ids of ordinary tokens to the model's ids, int32."""
        ids = np.asarray(full_ids, dtype=np.int64)
        lengths = self.lengths[ids]
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        offsets = np.arange(total) - np.repeat(ends - lengths, lengths)
        return self.flat[np.repeat(self.starts[ids], lengths) + offsets]

    def encode(self, text: str) -> np.ndarray:
        return self.narrow(self.full.encode_ordinary(text))

    def encode_many(self, texts: list[str], threads: int = 16) -> list[np.ndarray]:
        return [self.narrow(ids) for ids in self.full.encode_ordinary_batch(texts, num_threads=threads)]

    def decode(self, ids) -> str:
        names = {v - FULL_ORDINARY + ORDINARY: k for k, v in CONTROL.items()}
        return b"".join(
            self.bytes_of[i] if i < ORDINARY else f"<|{names.get(i, i)}|>".encode() for i in map(int, ids)
        ).decode("utf8", "replace")




def merge(piece: bytes, ranks: dict[bytes, int]) -> list[int]:
    """Byte-pair encoding of one piece: joins the adjacent pair with the lowest rank until no pair has a rank."""
    parts = [piece[i:i + 1] for i in range(len(piece))]
    while len(parts) > 1:
        best = min(range(len(parts) - 1), key=lambda i: ranks.get(parts[i] + parts[i + 1], 1 << 30))
        if parts[best] + parts[best + 1] not in ranks:
            break
        parts[best:best + 2] = [parts[best] + parts[best + 1]]
    return [ranks[p] for p in parts]
