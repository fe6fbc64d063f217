"""Computes a model's verdicts in torch: many items under one policy, greedily, without a grammar. Used to measure during training."""

import json

import numpy as np
import torch
import torch.nn.functional as F

from .model import Nano
from .prompt import Renderer
from .vocabulary import Vocabulary, control

LONGEST_ANSWER = 160
LONGEST_CONTENT = 4000  # characters


class Judge:
    def __init__(self, model: Nano, vocabulary: Vocabulary, device: str = "cuda"):
        self.model, self.vocabulary, self.device = model, vocabulary, device
        self.renderer = Renderer(vocabulary)
        self.label = {v: int(vocabulary.encode(str(v))[0]) for v in (0, 1)}

    @torch.no_grad()
    def judge(self, policy: str, schema: dict, contents: list[str], batch: int = 256, analysis: bool = True) -> list[dict]:
        """Returns for each text of `contents` {"text", "answer" (parsed or None), "score", "ids", "label_at"}.

        `text` is the analysis and the answer as generated, `ids` their tokens, `label_at` the index of the label in `ids` or None.
        """
        prefix = torch.tensor(self.renderer.prefix(policy, schema, "medium").astype(np.int64), device=self.device)
        keys, values = self._prefix(prefix)
        results = []
        for at in range(0, len(contents), batch):
            results += self._batch(keys, values, contents[at:at + batch], analysis)
        return results

    def _prefix(self, ids):
        m = self.model
        x = m.embed(ids[None])
        cos, sin = m.angles(torch.arange(len(ids), device=self.device), x.dtype)
        keys, values = [], []
        for layer in m.layers:
            q, k, v = layer.heads(layer.norm1(x), cos, sin)
            keys.append(k)
            values.append(v)
            out = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
            x = x + layer.o(out.transpose(1, 2).reshape(1, len(ids), -1))
            x = x + layer.mlp(layer.norm2(x))
        return keys, values

    def _batch(self, keys, values, contents, analysis):
        m, r, device = self.model, self.renderer, self.device
        questions = [np.concatenate([r.question(c[:LONGEST_CONTENT]), r.analysis]) for c in contents]
        rows, longest, start = len(questions), max(map(len, questions)), keys[0].shape[2]
        ids = torch.zeros(rows, longest, dtype=torch.long, device=device)
        for row, question in enumerate(questions):
            ids[row, :len(question)] = torch.tensor(question.astype(np.int64), device=device)
        lengths = torch.tensor([len(q) for q in questions], device=device)
        room = start + longest + LONGEST_ANSWER
        s, dtype = m.shape, keys[0].dtype
        cache = [[torch.zeros(rows, s.kv_heads, room, s.head_dim, dtype=dtype, device=device) for _ in m.layers] for _ in "kv"]
        for n in range(len(m.layers)):
            cache[0][n][:, :, :start], cache[1][n][:, :, :start] = keys[n], values[n]
        place = torch.arange(room, device=device)

        def run(tokens, positions, slots):
            """`positions` [rows, T] are for the rotary embedding, `slots` [T] are the cache slots of the keys and values."""
            x = m.embed(tokens)
            cos, sin = m.angles(positions, x.dtype)
            # A token attends to a slot if the slot holds the policy, the row's own question, or a token generated
            # since.
            own = (place[None, :] < start + lengths[:, None]) | ((place[None, :] >= start + longest))
            seen = own[:, None, None, :] & (place[None, None, None, :] <= slots[None, None, :, None])
            for n, layer in enumerate(m.layers):
                q, k, v = layer.heads(layer.norm1(x), cos, sin)
                cache[0][n][:, :, slots], cache[1][n][:, :, slots] = k, v
                out = F.scaled_dot_product_attention(q, cache[0][n], cache[1][n], attn_mask=seen, enable_gqa=True)
                x = x + layer.o(out.transpose(1, 2).reshape(rows, tokens.shape[1], -1))
                x = x + layer.mlp(layer.norm2(x))
            return m.norm(x)

        positions = start + torch.arange(longest, device=device).expand(rows, -1)
        hidden = run(ids, positions, start + torch.arange(longest, device=device))
        last = hidden[torch.arange(rows, device=device), lengths - 1]
        forced = torch.tensor(r.final[1:].astype(np.int64), device=device)
        label = len(forced) + len(r.encode('{"violation": '))
        written = torch.zeros(rows, LONGEST_ANSWER, dtype=torch.long, device=device)
        # Number of tokens since the analysis ended, beginning with the forced header; -1 during the analysis.
        since = torch.full((rows,), -1, dtype=torch.long, device=device)
        scores = torch.zeros(rows, device=device)
        label_at = torch.full((rows,), -1, dtype=torch.long, device=device)
        done = torch.zeros(rows, dtype=torch.bool, device=device)
        for step in range(LONGEST_ANSWER):
            logits = m.logits(last).float()
            token = logits.argmax(-1)
            probability = logits[:, [self.label[0], self.label[1]]].softmax(-1)[:, 1]
            scores = torch.where(since == label, probability, scores)
            label_at = torch.where(since == label, step, label_at)
            ends = ((token >= control("startoftext")) | (not analysis)) & (since < 0)
            forcing = (since >= 0) & (since < len(forced))
            token = torch.where(forcing, forced[since.clamp(0, len(forced) - 1)], token)
            token = torch.where(ends, control("end"), token)
            done |= (token == control("return")) & (since >= len(forced))
            since = torch.where(ends, 0, torch.where(since >= 0, since + 1, since))
            written[:, step] = torch.where(done, control("return"), token)
            if bool(done.all()) or step == LONGEST_ANSWER - 1:
                break
            slot = torch.tensor([start + longest + step], device=device)
            last = run(token[:, None], (start + lengths + step)[:, None], slot)[:, 0]
        return [self._read(*each) for each in zip(written.tolist(), scores.tolist(), label_at.tolist())]

    def _read(self, ids, score, label_at):
        if control("return") in ids:
            ids = ids[:ids.index(control("return"))]
        text = self.vocabulary.decode(ids)
        answer = None
        try:
            answer = json.loads(text[text.rindex("<|message|>") + len("<|message|>"):])
            if not isinstance(answer, dict):
                answer = None
        except ValueError:
            pass
        return {"text": text, "answer": answer, "score": score, "ids": ids, "label_at": label_at if 0 <= label_at < len(ids) else None}
