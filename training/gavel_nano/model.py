"""gpt-oss with one expert, in torch: it computes what `transformers.GptOssForCausalLM` computes for the checkpoint that
export.py writes (../README.md has the measured difference).

A dense SwiGLU transformer is a special case of it: one expert that every token takes, sinks at a large negative value,
full attention, zero biases; silu(g) * u = 1.702 * glu(g / 1.702) * u with glu(x) = x * sigmoid(1.702 x), and a bias of
-1 cancels the + 1 of gpt-oss's `up + 1`.
"""

import dataclasses

import torch
import torch.nn.functional as F
from torch import nn

ALPHA = 1.702
NO_SINK = -10_000.0


@dataclasses.dataclass(frozen=True)
class Shape:
    vocab: int
    layers: int
    hidden: int = 576
    heads: int = 9
    kv_heads: int = 3
    head_dim: int = 64
    intermediate: int = 1536
    rope_theta: float = 100_000.0
    rms_eps: float = 1e-5
    swiglu_limit: float = 1_000.0


E2M1 = torch.tensor([0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0])


def mxfp4_parts(weight: torch.Tensor):
    """Rows in blocks of 32 as (signed E2M1 values, scale exponents): OCP Microscaling Formats v1.0.

    The exponent is the spec's floor(log2(max)) - 2, or one more if that rounds with less error.
    """
    blocks = weight.float().reshape(*weight.shape[:-1], -1, 32)
    peak = blocks.abs().amax(-1, keepdim=True).clamp_min(2.0 ** -100)
    base = torch.floor(torch.log2(peak)) - 2

    def rounded(exponent):
        x = blocks * torch.exp2(-exponent)
        a = x.abs().clamp_max(6.0)
        step = torch.where(a < 2, 0.5, torch.where(a < 4, 1.0, 2.0))
        return torch.sign(x) * torch.round(a / step) * step

    low, high = rounded(base), rounded(base + 1)
    error = lambda q, e: ((q * torch.exp2(e) - blocks) ** 2).sum(-1, keepdim=True)
    better = error(high, base + 1) < error(low, base)
    return torch.where(better, high, low), torch.where(better, base + 1, base)


def mxfp4(weight: torch.Tensor) -> torch.Tensor:
    values, exponent = mxfp4_parts(weight)
    return (values * torch.exp2(exponent)).reshape(weight.shape)


def int_rows(weight: torch.Tensor, bits: int) -> tuple[torch.Tensor, torch.Tensor]:
    """(codes int8, scales bfloat16 [rows, 1]): symmetric, with one scale for each row, as in compressed-tensors' `int-quantized`."""
    largest = 2 ** (bits - 1) - 1
    scale = (weight.float().abs().amax(1, keepdim=True).clamp_min(1e-8) / largest).bfloat16()
    return torch.round(weight.float() / scale.float()).clamp(-largest, largest).to(torch.int8), scale


def int8(weight: torch.Tensor) -> torch.Tensor:
    codes, scale = int_rows(weight, 8)
    return codes.float() * scale.float()


class Quantized(torch.autograd.Function):
    """MXFP4 in the forward pass, the identity in the backward pass."""

    @staticmethod
    def forward(_, weight):
        return mxfp4(weight).to(weight.dtype)

    @staticmethod
    def backward(_, gradient):
        return gradient


class RmsNorm(nn.Module):
    def __init__(self, width: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x):
        h = x.float()
        return (h * torch.rsqrt(h.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight.float()).to(x.dtype)


def rotate(x, cos, sin):
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=-1)


class Layer(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.s = s
        self.norm1, self.norm2 = RmsNorm(s.hidden, s.rms_eps), RmsNorm(s.hidden, s.rms_eps)
        width, kv = s.heads * s.head_dim, s.kv_heads * s.head_dim
        self.q, self.k = nn.Linear(s.hidden, width), nn.Linear(s.hidden, kv)
        self.v, self.o = nn.Linear(s.hidden, kv), nn.Linear(width, s.hidden)
        self.gate, self.up = nn.Linear(s.hidden, s.intermediate), nn.Linear(s.hidden, s.intermediate)
        self.down = nn.Linear(s.intermediate, s.hidden)
        self.quantize = False
        self.dropout = 0.0

    def heads(self, x, cos, sin):
        b, t, _ = x.shape
        s = self.s
        q = self.q(x).view(b, t, s.heads, s.head_dim).transpose(1, 2)
        k = self.k(x).view(b, t, s.kv_heads, s.head_dim).transpose(1, 2)
        v = self.v(x).view(b, t, s.kv_heads, s.head_dim).transpose(1, 2)
        return rotate(q, cos, sin), rotate(k, cos, sin), v

    def mlp(self, x):
        weight = Quantized.apply if self.quantize else (lambda w: w)
        gate = F.linear(x, weight(self.gate.weight), self.gate.bias).clamp(max=self.s.swiglu_limit)
        up = F.linear(x, weight(self.up.weight), self.up.bias).clamp(-self.s.swiglu_limit, self.s.swiglu_limit)
        return F.linear(gate * torch.sigmoid(ALPHA * gate) * (up + 1), weight(self.down.weight), self.down.bias)

    def forward(self, x, cos, sin, attend):
        q, k, v = self.heads(self.norm1(x), cos, sin)
        b, _, t, _ = q.shape
        drop = lambda h: F.dropout(h, self.dropout, self.training)
        x = x + drop(self.o(attend(q, k, v).transpose(1, 2).reshape(b, t, -1)))
        return x + drop(self.mlp(self.norm2(x)))


def causal(q, k, v):
    return F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)


class Nano(nn.Module):
    """ids int64 [B, T] and positions [T] or [B, T] in, the last norm's output [B, T, hidden] out; `logits` follows."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.embed = nn.Embedding(shape.vocab, shape.hidden)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = RmsNorm(shape.hidden, shape.rms_eps)

    def angles(self, positions, dtype):
        # Always float32: with frequencies in bfloat16 the angle is wrong by a radian after a few hundred tokens.
        half = torch.arange(0, self.shape.head_dim, 2, dtype=torch.float32, device=positions.device) / self.shape.head_dim
        angle = positions.float().unsqueeze(-1) * self.shape.rope_theta ** -half
        angle = angle.unsqueeze(0) if angle.dim() == 2 else angle.unsqueeze(1)
        return angle.cos().to(dtype), angle.sin().to(dtype)

    def forward(self, ids, positions, attend=causal):
        x = self.embed(ids)
        if torch.is_autocast_enabled():
            x = x.to(torch.bfloat16)
        cos, sin = self.angles(positions, x.dtype)
        for layer in self.layers:
            x = layer(x, cos, sin, attend)
        return self.norm(x)

    def logits(self, hidden):
        return F.linear(hidden, self.embed.weight)

    def quantize(self, on: bool = True):
        for layer in self.layers:
            layer.quantize = on
        return self

    @torch.no_grad()
    def quantized(self):
        """Rounds the weights in place as `export` writes them, to judge with them."""
        self.embed.weight.copy_(int8(self.embed.weight))
        for layer in self.layers:
            for linear in (layer.q, layer.k, layer.v, layer.o):
                linear.weight.copy_(int8(linear.weight))
            for linear in (layer.gate, layer.up, layer.down):
                linear.weight.copy_(mxfp4(linear.weight))
        return self.quantize(False).eval()


@torch.no_grad()
def from_llama(weights: dict, shape: Shape, layers: list[int] | None = None) -> Nano:
    """Converts the dense transformer of teacher.load to gpt-oss, exactly. With `layers`, only those layers, in that order."""
    model = Nano(shape)
    t = lambda name: torch.as_tensor(weights[name])
    if shape.vocab == weights["token_embd.weight"].shape[0]:
        model.embed.weight.copy_(t("token_embd.weight"))
    model.norm.weight.copy_(t("output_norm.weight"))
    for layer, n in zip(model.layers, layers if layers is not None else range(shape.layers), strict=True):
        for ours, theirs in [("q", "attn_q"), ("k", "attn_k"), ("v", "attn_v"), ("o", "attn_output"), ("up", "ffn_up")]:
            getattr(layer, ours).weight.copy_(t(f"blk.{n}.{theirs}.weight"))
            getattr(layer, ours).bias.zero_()
        layer.gate.weight.copy_(t(f"blk.{n}.ffn_gate.weight") / ALPHA)
        layer.gate.bias.zero_()
        layer.up.bias.fill_(-1.0)
        layer.down.weight.copy_(t(f"blk.{n}.ffn_down.weight") * ALPHA)
        layer.down.bias.zero_()
        layer.norm1.weight.copy_(t(f"blk.{n}.attn_norm.weight"))
        layer.norm2.weight.copy_(t(f"blk.{n}.ffn_norm.weight"))
    return model
