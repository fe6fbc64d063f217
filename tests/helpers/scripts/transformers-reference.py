"""Writes what Hugging Face transformers' GptOssForCausalLM computes as JSON: logits after prompts, and greedily decoded tokens.

    python3 transformers-reference.py CHECKPOINT OUT.json --logits 1,17,129 --greedy 3,16 --steps 200 [--device cuda]
        [--bfloat16]

All arithmetic is in float32 or, with --bfloat16, as models are usually run, to measure how much precision that loses.
On a GPU the weights stay in bfloat16, which represents all of them exactly, and each layer is converted to float32
while it runs: a model of 20 billion parameters needs 45 GB. Needs torch, transformers and safetensors.
"""

import argparse
import base64
import json

import torch
import transformers
from transformers import AutoModelForCausalLM, Mxfp4Config


def prompt(length, vocab_size):
    return [(i * 7919 + length * 104729 + 5) % vocab_size for i in range(length)]


def load(checkpoint, device, bfloat16):
    model = AutoModelForCausalLM.from_pretrained(
        checkpoint,
        quantization_config=Mxfp4Config(dequantize=True),
        dtype=torch.bfloat16,
        attn_implementation="eager",
        device_map=device,
    )
    model.eval()
    if bfloat16:
        return model
    if device == "cpu":
        return model.float()
    # Only the block that runs is in float32; between two blocks only the activations are kept, in float32 too.
    def widen(module, args):
        module.float()

    def narrow(module, args, output):
        module.to(torch.bfloat16)

    for part in [*model.model.layers, model.model.norm, model.lm_head, model.model.embed_tokens]:
        part.register_forward_pre_hook(widen)
        part.register_forward_hook(narrow)
    model.model.rotary_emb.float()
    return model


def ids(tokens, device):
    return torch.tensor([tokens], device=device)


@torch.no_grad()
def last_logits(model, tokens, device):
    return model(ids(tokens, device), logits_to_keep=1, use_cache=False).logits[0, -1].float()


@torch.no_grad()
def greedy(model, tokens, steps, device):
    cache, chosen, margin, new = None, [], float("inf"), tokens
    for _ in range(steps):
        out = model(ids(new, device), past_key_values=cache, use_cache=True, logits_to_keep=1)
        cache = out.past_key_values
        best = out.logits[0, -1].float().topk(2)
        margin = min(margin, float(best.values[0] - best.values[1]))
        new = [int(best.indices[0])]
        chosen += new
    return chosen, margin


def numbers(text):
    return [int(part) for part in text.split(",")] if text else []


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint")
    parser.add_argument("out")
    parser.add_argument("--logits", type=numbers, default=[])
    parser.add_argument("--greedy", type=numbers, default=[])
    parser.add_argument("--steps", type=int, default=64)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--bfloat16", action="store_true")
    options = parser.parse_args()
    torch.backends.cuda.matmul.allow_tf32 = False
    model = load(options.checkpoint, options.device, options.bfloat16)
    vocab_size = model.config.vocab_size
    result = {"transformers": transformers.__version__, "torch": torch.__version__, "logits": [], "greedy": []}
    for length in options.logits:
        logits = last_logits(model, prompt(length, vocab_size), options.device).cpu().numpy().astype("<f4")
        encoded = base64.b64encode(logits.tobytes()).decode()
        result["logits"].append({"length": length, "float32": encoded})
        print("logits", length, flush=True)
    for length in options.greedy:
        tokens, margin = greedy(model, prompt(length, vocab_size), options.steps, options.device)
        result["greedy"].append({"length": length, "tokens": tokens, "smallestMargin": margin})
        print("greedy", length, "smallest margin", margin, flush=True)
    with open(options.out, "w") as file:
        json.dump(result, file)
        file.write("\n")


main()
