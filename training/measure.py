"""Measures a checkpoint that export.py wrote, on data that it was never trained on.

    npx tsx suites.ts DIRECTORY_OF_PUBLISHED_SETS > suites.json
    python measure.py --model ../models/gavel-nano --suites suites.json --ranks o200k_base.tiktoken --out figures.json

The other options measure how much a part of the model or of its prompt contributes.
"""

import argparse
import json
import pathlib
import time

import torch

from gavel_nano.export import load
from gavel_nano.figures import measure
from gavel_nano.judge import Judge
from gavel_nano.model import int_rows
from gavel_nano.vocabulary import Vocabulary


def main() -> None:
    args = arguments()
    began = time.time()
    model = load(args.model)
    if args.matrix_bits is not None:
        round_matrices(model, args.matrix_bits)
    model = model.to(args.device).eval()
    if args.device != "cpu":
        model = model.bfloat16()
    suites = json.loads(args.suites.read_text())
    if args.only:
        suites = {name: suites[name] for name in args.only}
    if args.items is not None:
        suites = {name: [{**entry, "items": entry["items"][:args.items]} for entry in policies] for name, policies in suites.items()}
    judge = Judge(model, Vocabulary(args.ranks), args.device)
    figures = measure(judge, suites, policy=not args.without_policy, analysis=not args.without_analysis)
    args.out.write_text(json.dumps(figures, indent=1) + "\n")
    print(f"{args.out} was written after {time.time() - began:.0f} s")


@torch.no_grad()
def round_matrices(model, bits: int) -> None:
    """Rounds the matrices that are stored in 8 bits to fewer, with one scale for each row. The expert keeps its 4 bits."""
    matrices = [model.embed, *(getattr(layer, name) for layer in model.layers for name in "qkvo")]
    for matrix in matrices:
        codes, scale = int_rows(matrix.weight, bits)
        matrix.weight.copy_(codes.float() * scale.float())


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--model", type=pathlib.Path, required=True)
    p.add_argument("--suites", type=pathlib.Path, required=True)
    p.add_argument("--ranks", type=pathlib.Path, required=True)
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    p.add_argument("--only", nargs="+", metavar="SUITE", help="measure these suites only")
    p.add_argument("--items", type=int, help="measure the first items of each policy only")
    p.add_argument("--without-policy", action="store_true", help="omit the policy's text from the prompt, but not the schema")
    p.add_argument("--without-analysis", action="store_true", help="let the model answer without an analysis")
    p.add_argument("--matrix-bits", type=int, choices=range(2, 8), help="round the 8-bit matrices to this many bits")
    return p.parse_args()


if __name__ == "__main__":
    main()
