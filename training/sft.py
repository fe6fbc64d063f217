"""Run 2: the healed model learns to judge.

    torchrun --nproc-per-node=2 sft.py --weights DIR --packs data/packs --shared DIR --ranks o200k_base.tiktoken \
        --suites suites.json --out DIR --seconds 420
"""

import argparse
import json
import pathlib
import time

import torch
import torch.distributed as dist
import torch.nn.functional as F

from gavel_nano import packs, state, topics
from gavel_nano.attend import shared_prefixes
from gavel_nano.batches import OUTCOME_WEIGHT, PLACE_WEIGHT, Rows
from gavel_nano.calibrate import calibrate, judged_rows
from gavel_nano.examples import Examples
from gavel_nano.export import export
from gavel_nano.figures import measure
from gavel_nano.judge import Judge
from gavel_nano.model import Nano
from gavel_nano.library import library_policies
from gavel_nano.optimize import Clock, adamw, average_gradients, start
from gavel_nano.prompt import Renderer
from gavel_nano.vocabulary import Vocabulary


def main() -> None:
    args = arguments()
    rank, world = start()
    log = (lambda *a: print(*a, flush=True)) if rank == 0 else (lambda *a: None)
    began = time.time()
    vocabulary = Vocabulary(args.ranks)
    data = packs.load(args.packs, args.shared)
    topics.add(data, sorted(args.written.glob("written.*.jsonl")) if args.written else [])
    log(f"{sum(map(len, data.items.values()))} items of {len(data.tags)} kinds, {len(data.policies)} written policies")
    examples = Examples(data, library_policies(args.library, args.library_map, data), args.topic_share)
    rows = Rows(examples, Renderer(vocabulary), args.seed + 100 * rank,
                {"policy": not args.without_policy, "analysis": not args.without_analysis, "content_weight": args.content_weight})
    loader = iter(torch.utils.data.DataLoader(rows, batch_size=args.rows, num_workers=args.workers, prefetch_factor=8, pin_memory=True))
    model, notes = state.load(args.weights)
    model = model.cuda().quantize().train()
    for layer in model.layers:
        layer.dropout = args.dropout
    unseen = held_out_rows(args, Renderer(vocabulary))
    log(f"ready after {time.time() - began:.0f} s")
    train(model, loader, unseen, args, rank, world, log)
    if rank == 0:
        if args.calibration_policies:
            calibrate_on_unseen(model, loader, vocabulary, args, log)
            log(f"calibrated after {time.time() - began:.0f} s")
        args.out.mkdir(parents=True, exist_ok=True)
        state.save(model, args.out / "state", {**notes, "run": "sft"})
        if args.export:
            export(model, args.out / "model")
        judged = quantized_copy(model)
        suites = json.loads(args.suites.read_text()) if args.suites else {}
        suites["held_out"] = held_out_suite(args)
        figures = measure(Judge(judged, vocabulary), suites, log)
        (args.out / "figures.json").write_text(json.dumps(figures, indent=1))
        show(Judge(judged, vocabulary), suites, log)
        log(f"all done after {time.time() - began:.0f} s")
    if world > 1:
        dist.barrier()
        dist.destroy_process_group()


def train(model, loader, unseen, args, rank, world, log) -> None:
    """Trains until the time is over, then loads the weights with the lowest decision loss on items never trained on."""
    for layer in model.layers:
        layer.compile()

    optimizer = adamw(model, args.rate, decay=args.decay)
    clock = Clock(optimizer, args.rate, args.seconds)
    step, began, recent = 0, time.time(), []
    best = (float("inf"), 0, None)

    while clock.tick(step, world):
        loss, decision = losses(model, next(loader))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        average_gradients(model, world)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        recent.append((loss.detach(), decision.detach()))
        if step in (1, 5, 20, 50) or step % 100 == 0:
            mean = torch.stack([torch.stack(r) for r in recent]).mean(0).tolist()
            log(f"step {step}: {time.time() - began:.0f} s, loss {mean[0]:.4f}, decision {mean[1]:.4f}, {step * args.rows * 4096 * world / 1e6:.0f} million tokens")
            recent = []
        if step % args.check_every == 0:
            model.eval()
            with torch.no_grad():
                missed = sum(losses(model, batch)[1].item() for batch in unseen) / len(unseen)
            model.train()
            log(f"step {step}: decision on items never trained on {missed:.4f}")
            if missed < best[0]:
                best = (missed, step, {name: value.clone() for name, value in model.state_dict().items()})
    if best[2] is not None:
        model.load_state_dict(best[2])
        log(f"kept step {best[1]}, decision {best[0]:.4f}")


def losses(model, batch):
    """Returns the weighted loss, and the mean loss of the tokens that decide."""
    ids, positions, groups, items, weights = (t.cuda(non_blocking=True) for t in batch)
    with torch.autocast("cuda", torch.bfloat16):
        hidden = model(ids, positions, shared_prefixes(groups, items))
        keep = weights[:, 1:] > 0
        logits = F.linear(hidden[:, :-1][keep], model.embed.weight.to(hidden.dtype)).float()
    loss = F.cross_entropy(logits, ids[:, 1:][keep], reduction="none")
    wanted = weights[:, 1:][keep]
    decides = (wanted == PLACE_WEIGHT) | (wanted == OUTCOME_WEIGHT)
    return (loss * wanted).sum() / wanted.sum(), loss[decides].mean() if decides.any() else loss.mean()


def calibrate_on_unseen(model, loader, vocabulary, args, log) -> None:
    data = packs.load(args.packs, args.shared, "calibration")
    examples = Examples(data, library_policies(args.library, args.library_map, data))
    judge = Judge(quantized_copy(model), vocabulary)
    rows = judged_rows(judge, examples, args.calibration_policies, args.seed, log)
    calibrate(model, rows, loader, lambda batch: losses(model, batch), args.rows, args.rate / 10, args.seed, log)


def quantized_copy(model):
    copy = Nano(model.shape)
    copy.load_state_dict(model.state_dict())
    return copy.cuda().quantized().bfloat16()


def held_out_rows(args, renderer, batches: int = 4):
    """The same batches each time, over items that are never trained on."""
    examples = Examples(packs.load(args.packs, args.shared, "held out"))
    rows = iter(Rows(examples, renderer, seed=7))
    return [[torch.stack(parts) for parts in zip(*(next(rows) for _ in range(args.rows)))] for _ in range(batches)]


def held_out_suite(args):
    """Generated policies over items that were never trained on."""
    import random

    from gavel_nano.prompt import shown_schema

    data = packs.load(args.packs, args.shared, "held out")
    examples, rng = Examples(data), random.Random(7)
    suite = []
    for n in range(30):
        policy, made = examples.group(rng, 12)
        suite.append({"id": f"held-{n}", "policy": policy.text, "schema": shown_schema(policy.codes, policy.rules), "codes": policy.codes, "rules": policy.rules,
                      "items": [{"content": e.content, "violation": e.violation, "policy_category": e.category} for e in made]})
    return suite


def show(judge, suites, log, count: int = 3) -> None:
    for name, policies in suites.items():
        entry = policies[0]
        chosen = entry["items"][:: max(1, len(entry["items"]) // count)][:count]
        for item, result in zip(chosen, judge.judge(entry["policy"], entry["schema"], [i["content"] for i in chosen])):
            log(f"[{name}/{entry['id']}] {item['content'][:120]!r} truth {item['violation']} score {result['score']:.2f}: {result['text'][:330]}")


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--weights", type=pathlib.Path, required=True)
    p.add_argument("--packs", type=pathlib.Path, required=True)
    p.add_argument("--shared", type=pathlib.Path)
    p.add_argument("--library", type=pathlib.Path)
    p.add_argument("--library-map", type=pathlib.Path)
    p.add_argument("--ranks", type=pathlib.Path, required=True)
    p.add_argument("--written", type=pathlib.Path, help="directory of heal.py's texts")
    p.add_argument("--topic-share", type=float, default=0.35, help="share of the generated policies that is about these texts")
    p.add_argument("--suites", type=pathlib.Path)
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--seconds", type=float, default=420)
    p.add_argument("--rows", type=int, default=16)
    p.add_argument("--workers", type=int, default=14)
    p.add_argument("--rate", type=float, default=3e-4)
    p.add_argument("--decay", type=float, default=0.1)
    p.add_argument("--dropout", type=float, default=0.1)
    p.add_argument("--content-weight", type=float, default=0.1, help="weight of the loss of the content's own tokens")
    p.add_argument("--calibration-policies", type=int, default=80, help="number of policies under which the model judges texts that it was not trained on, to calibrate its scores; 0: no calibration")
    p.add_argument("--check-every", type=int, default=100, help="steps between measurements on items never trained on")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--without-policy", action="store_true")
    p.add_argument("--without-analysis", action="store_true")
    p.add_argument("--export", action="store_true")
    return p.parse_args()


if __name__ == "__main__":
    main()
