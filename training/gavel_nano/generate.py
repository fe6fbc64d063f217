"""Generates text with the teacher, in batches of thousands of sequences, with one CUDA graph for each length of the cache."""

import dataclasses
import random

import torch
import torch.nn.functional as F

from .briefs import OPENINGS, brief
from .model import Nano, rotate

IM_START, IM_END = 1, 2
LENGTH, SLICE = 448, 64


class OldTokenizer:
    def __init__(self, tokens: list[str], merges: list[str]):
        from tokenizers import Tokenizer, decoders, models, pre_tokenizers

        vocabulary = {token: i for i, token in enumerate(tokens)}
        self.inner = Tokenizer(models.BPE(vocab=vocabulary, merges=[tuple(m.split(" ")) for m in merges]))
        self.inner.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
        self.inner.decoder = decoders.ByteLevel()

    def encode(self, text: str) -> list[int]:
        return self.inner.encode(text).ids

    def decode(self, ids: list[int]) -> str:
        return self.inner.decode(ids, skip_special_tokens=False)

    def chat(self, user: str) -> list[int]:
        e = self.encode
        system = e("system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face")
        return [IM_START, *system, IM_END, *e("\n"), IM_START, *e("user\n" + user), IM_END, *e("\n"), IM_START, *e("assistant\n")]


class Sampler:
    """`batch` sequences of LENGTH tokens at once; keys and values [layers, batch, kv_heads, LENGTH, head_dim]."""

    def __init__(self, model: Nano, batch: int, temperature: float = 0.9, min_p: float = 0.03):
        s, device = model.shape, "cuda"
        self.model, self.batch, self.temperature, self.min_p = model, batch, temperature, min_p
        kv = lambda: torch.zeros(s.layers, batch, s.kv_heads, LENGTH, s.head_dim, dtype=torch.bfloat16, device=device)
        self.keys, self.values = kv(), kv()
        self.token = torch.zeros(batch, dtype=torch.long, device=device)
        self.position = torch.zeros(1, dtype=torch.long, device=device)
        self.forced = torch.zeros(batch, LENGTH + 1, dtype=torch.long, device=device)
        self.written = torch.zeros(batch, LENGTH + 1, dtype=torch.long, device=device)
        self.graphs, pool = {}, torch.cuda.graph_pool_handle()
        for end in range(SLICE, LENGTH + 1, SLICE):
            self.position.zero_()
            for _ in range(2):
                self.step(end)
            torch.cuda.synchronize()
            self.graphs[end] = torch.cuda.CUDAGraph()
            with torch.cuda.graph(self.graphs[end], pool=pool):
                self.step(end)

    @torch.no_grad()
    def step(self, end: int):
        m, s = self.model, self.model.shape
        x = m.embed(self.token).unsqueeze(1)
        cos, sin = m.angles(self.position, x.dtype)
        seen = (torch.arange(end, device=x.device) <= self.position).view(1, 1, 1, end)
        for n, layer in enumerate(m.layers):
            q, k, v = layer.heads(layer.norm1(x), cos, sin)
            self.keys[n].index_copy_(2, self.position, k)
            self.values[n].index_copy_(2, self.position, v)
            grouped = q.view(self.batch, s.kv_heads, -1, s.head_dim)
            scores = grouped @ self.keys[n, :, :, :end].transpose(-1, -2) * s.head_dim ** -0.5
            scores = scores.masked_fill(~seen, float("-inf")).softmax(-1)
            out = (scores @ self.values[n, :, :, :end]).view(self.batch, 1, -1)
            x = x + layer.o(out)
            x = x + layer.mlp(layer.norm2(x))
        probabilities = (F.linear(m.norm(x)[:, 0], m.embed.weight).float() / self.temperature).softmax(-1)
        probabilities = probabilities.masked_fill(probabilities < self.min_p * probabilities.amax(-1, keepdim=True), 0)
        noise = torch.empty_like(probabilities).exponential_()
        chosen = (probabilities / noise).argmax(-1)
        self.position.add_(1)
        forced = self.forced.index_select(1, self.position)[:, 0]
        self.token.copy_(torch.where(forced > 0, forced, chosen))
        self.written.index_copy_(1, self.position, self.token.unsqueeze(1))

    def run(self, prompts: list[list[int]]) -> list[list[int]]:
        self.forced.zero_()
        table = torch.zeros_like(self.forced, device="cpu")
        for row, prompt in enumerate(prompts):
            prompt = prompt[: LENGTH // 2]
            table[row, : len(prompt)] = torch.tensor(prompt)
        self.forced.copy_(table)
        self.token.copy_(self.forced[:, 0])
        self.position.zero_()
        for at in range(LENGTH):
            self.graphs[(at // SLICE + 1) * SLICE].replay()
        rows = self.written.tolist()
        answers = []
        for row, prompt in zip(rows, prompts):
            answer = row[len(prompt[: LENGTH // 2]):]
            answers.append(answer[: answer.index(IM_END)] if IM_END in answer else answer)
        return answers


@dataclasses.dataclass(frozen=True)
class Prompt:
    question: str | None  # None: the teacher continues `beginning`
    beginning: str
    tokens: list[int]
    form: int | None = None
    topic: int | None = None


def prompts(tokenizer: OldTokenizer, count: int, rng: random.Random) -> list[Prompt]:
    """Four of five are requests in the chat format; the others are the beginning of a text."""
    made = []
    for _ in range(count):
        if rng.random() < 0.8:
            question, form, topic = brief(rng)
            made.append(Prompt(question, "", tokenizer.chat(question), form, topic))
        else:
            opening = rng.choice(OPENINGS)
            made.append(Prompt(None, opening, [0, *tokenizer.encode(opening)]))
    return made
