"""The model as a gpt-oss checkpoint in Hugging Face's layout: config.json and model.safetensors.

Experts are in MXFP4. The other matrices are in 8 bits, `NAME.weight` int8 with `NAME.weight_scale` bfloat16 [rows, 1], the
names and shapes of compressed-tensors' `int-quantized`.
"""

import json
import pathlib

import torch
from safetensors.torch import load_file, save_file

from .model import NO_SINK, Nano, Shape, int_rows, mxfp4_parts
from .vocabulary import ORDINARY, VOCAB_SIZE, control

NOTICE = "demonstration model, no replacement for gpt-oss-safeguard"
E2M1_DOUBLED = [0, 1, 2, 3, 4, 6, 8, 12]


def config(model: Nano) -> dict:
    s = model.shape
    return {
        "architectures": ["GptOssForCausalLM"], "model_type": "gpt_oss", "gavel_model_name": "gavel-nano", "gavel_notice": NOTICE,
        "attention_bias": True, "eos_token_id": control("return"), "pad_token_id": control("endoftext"), "head_dim": s.head_dim,
        "hidden_act": "silu", "hidden_size": s.hidden, "initial_context_length": 8192, "intermediate_size": s.intermediate,
        "layer_types": ["full_attention"] * s.layers, "max_position_embeddings": 8192, "num_attention_heads": s.heads,
        "num_experts_per_tok": 1, "num_hidden_layers": s.layers, "num_key_value_heads": s.kv_heads, "num_local_experts": 1,
        "quantization_config": {"quant_method": "mxfp4", "modules_to_not_convert": [
            "model.layers.*.self_attn", "model.layers.*.mlp.router", "model.embed_tokens", "lm_head"]},
        "rms_norm_eps": s.rms_eps, "rope_theta": s.rope_theta,
        # A factor of 1 means no scaling; gpt-oss has no rope_type other than yarn.
        "rope_scaling": {"rope_type": "yarn", "factor": 1.0, "beta_fast": 32.0, "beta_slow": 1.0,
                         "original_max_position_embeddings": 8192, "truncate": False},
        "sliding_window": 128, "swiglu_limit": s.swiglu_limit, "tie_word_embeddings": True, "torch_dtype": "bfloat16",
        "vocab_size": s.vocab,
    }


def packed(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """One expert's rows [out, in] as blocks u8 [1, out, in / 32, 16], low nibble first, and E8M0 scales [1, out, in / 32]."""
    values, exponent = mxfp4_parts(weight.cpu())
    doubled = (values * 2).round().to(torch.int64)
    table = torch.zeros(13, dtype=torch.uint8)
    table[torch.tensor(E2M1_DOUBLED)] = torch.arange(8, dtype=torch.uint8)
    codes = table[doubled.abs()] | ((doubled < 0).to(torch.uint8) << 3)
    blocks = codes[..., 0::2] | (codes[..., 1::2] << 4)
    return blocks[None].contiguous(), (exponent.squeeze(-1).to(torch.int64) + 127).clamp(0, 254).to(torch.uint8)[None].contiguous()


@torch.no_grad()
def export(model: Nano, directory: pathlib.Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    s = model.shape
    assert s.vocab == VOCAB_SIZE and ORDINARY > 0
    b16 = lambda t: t.detach().to("cpu", torch.bfloat16).contiguous()
    tensors = {"model.norm.weight": b16(model.norm.weight)}

    def rows(name, weight):
        tensors[f"{name}.weight"], tensors[f"{name}.weight_scale"] = (part.cpu().contiguous() for part in int_rows(weight, 8))

    rows("model.embed_tokens", model.embed.weight)
    for n, layer in enumerate(model.layers):
        p = f"model.layers.{n}"
        for name in "qkvo":
            linear = getattr(layer, name)
            rows(f"{p}.self_attn.{name}_proj", linear.weight)
            tensors[f"{p}.self_attn.{name}_proj.bias"] = b16(linear.bias)
        tensors[f"{p}.self_attn.sinks"] = torch.full((s.heads,), NO_SINK, dtype=torch.bfloat16)
        tensors[f"{p}.input_layernorm.weight"], tensors[f"{p}.post_attention_layernorm.weight"] = b16(layer.norm1.weight), b16(layer.norm2.weight)
        tensors[f"{p}.mlp.router.weight"] = torch.zeros(1, s.hidden, dtype=torch.bfloat16)
        tensors[f"{p}.mlp.router.bias"] = torch.zeros(1, dtype=torch.bfloat16)
        gate_up = torch.stack([layer.gate.weight, layer.up.weight], 1).flatten(0, 1)
        bias = torch.stack([layer.gate.bias, layer.up.bias], 1).flatten()
        for name, weight, offset in (("gate_up", gate_up, bias), ("down", layer.down.weight, layer.down.bias)):
            q = f"{p}.mlp.experts.{name}_proj"
            tensors[f"{q}_blocks"], tensors[f"{q}_scales"] = packed(weight)
            tensors[f"{q}_bias"] = b16(offset)[None]
    save_file(tensors, directory / "model.safetensors", metadata={"format": "pt"})
    (directory / "config.json").write_text(json.dumps(config(model), indent=2) + "\n")


@torch.no_grad()
def load(directory: pathlib.Path) -> Nano:
    """Loads a checkpoint that `export` wrote. The weights have exactly the values in the file."""
    c = json.loads((directory / "config.json").read_text())
    model = Nano(Shape(vocab=c["vocab_size"], layers=c["num_hidden_layers"], swiglu_limit=c["swiglu_limit"]))
    t = {name: value.float() if value.dtype == torch.bfloat16 else value for name, value in load_file(directory / "model.safetensors").items()}
    rows = lambda name: t[f"{name}.weight"].float() * t[f"{name}.weight_scale"]
    model.embed.weight.copy_(rows("model.embed_tokens"))
    model.norm.weight.copy_(t["model.norm.weight"])
    for n, layer in enumerate(model.layers):
        p = f"model.layers.{n}"
        for name in "qkvo":
            linear = getattr(layer, name)
            linear.weight.copy_(rows(f"{p}.self_attn.{name}_proj"))
            linear.bias.copy_(t[f"{p}.self_attn.{name}_proj.bias"])
        layer.norm1.weight.copy_(t[f"{p}.input_layernorm.weight"])
        layer.norm2.weight.copy_(t[f"{p}.post_attention_layernorm.weight"])
        gate_up = unpacked(t[f"{p}.mlp.experts.gate_up_proj_blocks"][0], t[f"{p}.mlp.experts.gate_up_proj_scales"][0])
        bias = t[f"{p}.mlp.experts.gate_up_proj_bias"][0]
        for linear, at in ((layer.gate, 0), (layer.up, 1)):
            linear.weight.copy_(gate_up[at::2])
            linear.bias.copy_(bias[at::2])
        layer.down.weight.copy_(unpacked(t[f"{p}.mlp.experts.down_proj_blocks"][0], t[f"{p}.mlp.experts.down_proj_scales"][0]))
        layer.down.bias.copy_(t[f"{p}.mlp.experts.down_proj_bias"][0])
    return model


def unpacked(blocks: torch.Tensor, scales: torch.Tensor) -> torch.Tensor:
    values = torch.tensor([v / 2 for v in E2M1_DOUBLED] + [-v / 2 for v in E2M1_DOUBLED])
    codes = torch.stack([blocks & 15, blocks >> 4], -1).flatten(-2)
    return (values[codes.long()] * torch.exp2(scales.float() - 127).unsqueeze(-1)).flatten(-2)
