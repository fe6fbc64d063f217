"""Writes tests/fixtures/yarn/gpt-oss-20b.json: YaRN of gpt-oss-20b in float32, with numpy.

A transcription of `_compute_yarn_parameters` (src/transformers/modeling_rope_utils.py) and of the forward pass of
`GptOssRotaryEmbedding` (src/transformers/models/gpt_oss/modeling_gpt_oss.py) of huggingface/transformers, with numpy
arrays of float32 instead of torch's tensors.

    python3 tests/helpers/scripts/make-yarn-fixture.py > tests/fixtures/yarn/gpt-oss-20b.json
"""

import json
import math

import numpy as np

f32 = np.float32
DIM, BASE, FACTOR, BETA_FAST, BETA_SLOW, ORIGINAL = 64, 150000.0, 32.0, 32.0, 1.0, 4096
POSITIONS = [0, 1, 127, 4096, 65535, 131071]


def correction_dim(rotations):
    return (DIM * math.log(ORIGINAL / (rotations * 2 * math.pi))) / (2 * math.log(BASE))


def inverse_frequencies(truncate):
    low, high = correction_dim(BETA_FAST), correction_dim(BETA_SLOW)
    if truncate:
        low, high = math.floor(low), math.ceil(high)
    low, high = max(low, 0), min(high, DIM - 1)
    # Rounded from float64: torch's float32 power is nearly always correctly rounded, numpy's is not.
    exponents = (np.arange(0, DIM, 2, dtype=f32) / f32(DIM)).astype(np.float64)
    pos_freqs = np.power(BASE, exponents).astype(f32)
    extrapolation = f32(1.0) / pos_freqs
    interpolation = f32(1.0) / (f32(FACTOR) * pos_freqs)
    ramp = np.clip((np.arange(DIM // 2, dtype=f32) - f32(low)) / f32(high - low), f32(0), f32(1))
    kept = f32(1) - ramp
    return interpolation * (f32(1) - kept) + extrapolation * kept


def rows(frequencies):
    attention_factor = f32(0.1 * math.log(FACTOR) + 1.0)
    result = []
    for position in POSITIONS:
        angles = f32(position) * frequencies
        assert angles.dtype == f32
        result.append(
            {
                "position": position,
                "cos": (np.cos(angles) * attention_factor).tolist(),
                "sin": (np.sin(angles) * attention_factor).tolist(),
            }
        )
    return result


plain, truncated = inverse_frequencies(False), inverse_frequencies(True)
assert plain.dtype == f32
print(
    json.dumps(
        {"frequencies": plain.tolist(), "truncatedFrequencies": truncated.tolist(), "rows": rows(plain)}, indent=1
    )
)
