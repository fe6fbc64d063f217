"""Run 1: the teacher writes text, loses layers, gets the new vocabulary and is trained on what it wrote.

    torchrun --nproc-per-node=2 heal.py --teacher DIR --ranks o200k_base.tiktoken --texts texts.jsonl --out DIR \
        --layers 20 --write-seconds 100 --train-seconds 280
"""

import argparse
import json
import pathlib
import random
import time

import numpy as np
import torch
import torch.distributed as dist
import torch.nn.functional as F

from gavel_nano import state, teacher, topics
from gavel_nano.embeddings import new_embedding
from gavel_nano.generate import OldTokenizer, Sampler, prompts
from gavel_nano.model import Nano, Shape, from_llama
from gavel_nano.optimize import Clock, adamw, average_gradients, start
from gavel_nano.prune import choose_layers
from gavel_nano.vocabulary import VOCAB_SIZE, Vocabulary, control

LENGTH = 1024
BATCH = 2048


def main() -> None:
    args = arguments()
    rank, world = start()
    began = time.time()
    log = (lambda *a: print(*a, flush=True)) if rank == 0 else (lambda *a: None)
    head = json.loads((args.teacher / "teacher.json").read_text())
    weights = teacher.load(args.teacher)
    old = OldTokenizer(head["tokens"], head["merges"])
    vocabulary = Vocabulary(args.ranks)
    big = from_llama(weights, Shape(vocab=teacher.VOCAB, layers=teacher.LAYERS)).cuda().bfloat16().eval()

    samples = write(big, old, args.write_seconds, random.Random(args.seed + rank), log)
    topics.save(samples, args.out / f"written.{rank}.jsonl")
    layers = list(range(teacher.LAYERS))
    if rank == 0:
        sample = [prompt.tokens + old.encode(answer) for prompt, answer in samples[:2000]]
        ids = torch.tensor([ids[:256] for ids in sample if len(ids) >= 256][:256], device="cuda")
        layers = choose_layers(big, args.layers, ids, log)
    if world > 1:
        shared = [layers]
        dist.broadcast_object_list(shared, 0)
        layers = shared[0]
    log("kept layers", layers, f"{time.time() - began:.0f} s")
    del big
    torch.cuda.empty_cache()

    stream = encode(samples, args.texts, vocabulary, rank, world)
    log(f"{len(stream) * world / 1e6:.1f} million tokens to train on, {time.time() - began:.0f} s")
    model = from_llama(weights, Shape(vocab=VOCAB_SIZE, layers=args.layers), layers)
    with torch.no_grad():
        model.embed.weight.copy_(torch.tensor(new_embedding(weights["token_embd.weight"], head["tokens"], vocabulary)))
    model = model.cuda().quantize()
    train(model, stream, args, rank, world, log)
    if rank == 0:
        state.save(model, args.out, {"layers": layers, "run": "heal", "tokens": len(stream) * world})
        log("saved", args.out)
    if world > 1:
        dist.barrier()
        dist.destroy_process_group()


def write(model, old, seconds, rng, log):
    """Returns pairs (prompt, answer), written until `seconds` are over."""
    began = time.time()
    sampler = Sampler(model, BATCH)
    log(f"sampler ready after {time.time() - began:.0f} s")
    samples, tokens = [], 0
    while time.time() - began < seconds:
        batch = prompts(old, BATCH, rng)
        answers = sampler.run([prompt.tokens for prompt in batch])
        tokens += sum(map(len, answers))
        texts = old.inner.decode_batch(answers, skip_special_tokens=False)
        samples += zip(batch, texts)
    log(f"wrote {tokens / 1e6:.1f} million tokens a process in {time.time() - began:.0f} s")
    for prompt, text in samples[:6]:
        log("---", prompt.question, "|", (prompt.beginning + text)[:300].replace("\n", "\\n"))
    return samples


def encode(samples, texts_file, vocabulary, rank, world):
    """One long stream of tokens: half of the questions with their answers in Harmony's format, everything else as plain text."""
    c = control
    word = lambda t: vocabulary.encode(t)
    user = np.concatenate([[c("start")], word("user"), [c("message")]])
    between = np.concatenate([[c("end"), c("start")], word("assistant"), [c("channel")], word("final"), [c("message")]])
    real = [json.loads(line) for line in texts_file.read_text().splitlines()][rank::world] if texts_file else []
    answers = vocabulary.encode_many([p.beginning + t for p, t in samples] + real)
    questions = iter(vocabulary.encode_many([p.question for p, _ in samples if p.question is not None]))
    parts = []
    for n, ids in enumerate(answers):
        asked = n < len(samples) and samples[n][0].question is not None
        question = next(questions) if asked else None
        if asked and n % 2 == 0:
            parts += [user, question, between, ids, [c("return")]]
        else:
            parts += [ids, [c("endoftext")]]
    return torch.tensor(np.concatenate(parts).astype(np.int32))


def train(model: Nano, stream, args, rank, world, log) -> None:
    rows = stream[: len(stream) // LENGTH * LENGTH].view(-1, LENGTH)
    held, rows = rows[:128].long().cuda(), rows[128:]
    positions = torch.arange(LENGTH - 1, device="cuda")

    def loss_of(ids):
        with torch.autocast("cuda", torch.bfloat16):
            hidden = model(ids[:, :-1], positions)
            return score(hidden, model.embed.weight, ids[:, 1:])

    # Compiled layer by layer: the code of one layer is used for all, so compiling takes seconds instead of minutes.
    for layer in model.layers:
        layer.compile()
    score = torch.compile(lambda h, w, y: F.cross_entropy(F.linear(h, w.to(h.dtype)).flatten(0, 1).float(), y.flatten()))
    compiled = loss_of
    optimizer = adamw(model, args.rate)
    clock = Clock(optimizer, args.rate, args.train_seconds)
    generator = torch.Generator().manual_seed(args.seed + rank)
    order, at, step, began = torch.randperm(len(rows), generator=generator), 0, 0, time.time()
    while clock.tick(step, world):
        if at + args.batch > len(order):
            order, at = torch.randperm(len(rows), generator=generator), 0
        ids = rows[order[at:at + args.batch]].cuda(non_blocking=True).long()
        at += args.batch
        loss = compiled(ids)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        average_gradients(model, world)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        if step in (1, 2, 10, 50) or step % 200 == 0:
            with torch.no_grad():
                valid = sum(compiled(held[i:i + args.batch]).item() for i in range(0, len(held), args.batch)) / (len(held) // args.batch)
            log(f"step {step}: {time.time() - began:.0f} s, loss {loss.item():.3f}, held out {valid:.3f}, "
                f"{step * args.batch * LENGTH * world / 1e6:.0f} million tokens")


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--teacher", type=pathlib.Path, required=True)
    p.add_argument("--ranks", type=pathlib.Path, required=True)
    p.add_argument("--texts", type=pathlib.Path)
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--layers", type=int, default=20)
    p.add_argument("--write-seconds", type=float, default=100)
    p.add_argument("--train-seconds", type=float, default=280)
    p.add_argument("--batch", type=int, default=64)
    p.add_argument("--rate", type=float, default=1e-3)
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args()


if __name__ == "__main__":
    main()
