"""What one run passes to the next: weights in int8 with a float16 scale for each block of 32, in files of at most 15 MiB."""

import json
import pathlib

import numpy as np
import torch

from .model import Nano, Shape

PART_BYTES = 15 << 20


def save(model: Nano, directory: pathlib.Path, notes: dict) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    index, blob = {}, bytearray()
    for name, tensor in model.state_dict().items():
        value = tensor.detach().float().cpu().numpy()
        if value.size % 32 == 0 and value.ndim == 2:
            blocks = value.reshape(-1, 32)
            scale = (np.abs(blocks).max(1, keepdims=True) / 127 + 1e-12).astype(np.float16)
            scale = np.maximum(scale, np.float16(6e-8))
            codes = np.clip(np.round(blocks / scale.astype(np.float32)), -127, 127).astype(np.int8)
            data, kind = codes.tobytes() + scale.tobytes(), "int8"
        else:
            data, kind = value.astype(np.float32).tobytes(), "f32"
        index[name] = [kind, list(value.shape), len(blob), len(data)]
        blob += data
    parts = [blob[i:i + PART_BYTES] for i in range(0, len(blob), PART_BYTES)]
    for n, part in enumerate(parts):
        (directory / f"state.{n}.bin").write_bytes(part)
    (directory / "state.json").write_text(json.dumps(
        {"shape": vars(model.shape), "parts": len(parts), "tensors": index, "notes": notes}))


def load(directory: pathlib.Path) -> tuple[Nano, dict]:
    head = json.loads((directory / "state.json").read_text())
    blob = b"".join((directory / f"state.{n}.bin").read_bytes() for n in range(head["parts"]))
    state = {}
    for name, (kind, shape, offset, size) in head["tensors"].items():
        data = blob[offset:offset + size]
        if kind == "f32":
            value = np.frombuffer(data, np.float32).reshape(shape)
        else:
            count = int(np.prod(shape))
            codes = np.frombuffer(data[:count], np.int8).astype(np.float32).reshape(-1, 32)
            value = (codes * np.frombuffer(data[count:], np.float16).astype(np.float32)[:, None]).reshape(shape)
        state[name] = torch.tensor(value)
    model = Nano(Shape(**head["shape"]))
    model.load_state_dict(state)
    return model, head["notes"]
