"""Training examples: a policy with several items, each with the analysis and the verdict that the model should write."""

import dataclasses
import json
import math
import random
import re

from .disguise import disguise, with_command
from .layouts import Maker
from .packs import Decision, Item, Packs, Policy
from .topics import PACKS as TOPIC_PACKS

CLUSTERS = {"commerce": "spam|scam|finance|job|review|charity|counterfeit|gambling|sms|identity|political-ads",
            "hostility": "harass|hate|threat|tweets|comments|sports|profanity|streaming|dating|extremism|ride",
            "self": "self-harm|eating", "trade": "drugs|weapons|alcohol|dangerous", "privacy": "doxxing|personal|confidential",
            "sexual": "sexual", "assistant": "injection|assistant|dangerous"}


def cluster(pack: str) -> str | None:
    return next((name for name, words in CLUSTERS.items() if re.search(words, pack)), None)


@dataclasses.dataclass(frozen=True)
class Example:
    content: str
    analysis: tuple[str, str, str, str]  # the quote of the content; the place in the policy; the policy's words; Allowed or Not allowed
    violation: int
    category: str | None
    rules: tuple[str, ...]
    confidence: str
    rationale: str
    command: bool = False


QUOTE_LIMIT = 60


def reason(quote: str, decision: Decision) -> tuple[str, str, str, str]:
    """The content's deciding words, then the policy's own words about them, copied, and whether these allow it.

    The order matters: the label follows from the last words, and these follow from the policy, so that the same content
    gets another verdict under another policy. The model does not describe the content in its own words before that: it
    would use the words of kinds seen in training, which are not those of the policy. The parts joined are the analysis;
    each begins at a token boundary, so that it has the same tokens when it is encoded alone.
    """
    if len(quote) > QUOTE_LIMIT:
        quote = quote[:QUOTE_LIMIT].rsplit(" ", 1)[0] or quote[:QUOTE_LIMIT]
    quoted = quote.replace("\n", " ")
    return f'"{quoted}".', *place(decision), " Not allowed." if decision.violation else " Allowed."


def place(decision: Decision) -> tuple[str, str]:
    """The words that distinguish this place from others in the policy, and the rest of its words."""
    name = decision.rule or decision.code or decision.title
    if decision.clause and name:
        return f" {name}", f" – {decision.clause}."
    if decision.clause:
        first, _, rest = decision.clause.partition(" ")
        return f" {first}", f" {rest}." if rest else "."
    return " No rule names it", f", so {name}." if name else "."


def rationale(decision: Decision, why: str) -> str:
    name = decision.rule or decision.code or (f'"{decision.title}"' if decision.title else None)
    if decision.violation:
        return f"{name or 'Not allowed'}: the text {why}."
    return f"{name}: the text {why}." if name else f"No rule forbids it: the text {why}."


class Examples:
    def __init__(self, packs: Packs, library: list[Policy] = (), topic_share: float = 0.35):
        self.packs, self.maker = packs, Maker(packs, topic_share)
        self.written = [p for p in packs.policies]
        self.library = list(library)
        self.harmless = [t.id for t in self.maker.harmless]
        self.clusters = {t.id: cluster(t.pack) for t in packs.tags.values()}
        self.whys = {t.id: t.whys for t in packs.tags.values()}
        self.remote = [t.id for t in packs.tags.values() if not t.harmless and self.clusters[t.id] and packs.items.get(t.id)]

    def group(self, rng: random.Random, count: int) -> tuple[Policy, list[Example]]:
        draw = rng.random()
        made = False
        if self.library and draw < 0.15:
            policy, made = rng.choice(self.library), True
        elif draw < 0.45:
            policy = rename(rng.choice(self.written), rng)
        else:
            policy, made = self.maker.make(rng), True
        kinds = [t for t in policy.decisions if self.packs.items.get(t)]
        by_side = [[t for t in kinds if policy.decisions[t].violation == v] for v in (0, 1)]
        examples = []
        while len(examples) < count:
            outside = made and policy.default is not None and rng.random() < 0.22
            if outside:
                tag, decision = self._outside(rng, policy)
            else:
                side = by_side[rng.random() < 0.52] or by_side[0] or by_side[1]
                # A kind with many texts is drawn more often, so that the texts of a small kind are not repeated too
                # often.
                tag = rng.choices(side, [math.sqrt(len(self.packs.items[t])) for t in side])[0]
                decision = policy.decisions[tag]
            if tag is not None:
                examples.append(self._example(rng, policy, rng.choice(self.packs.items[tag]), decision))
        return policy, examples

    def _outside(self, rng, policy):
        """Draws a kind that the policy does not name and that is not similar to any of its forbidden kinds."""
        named = policy.decisions
        packs = {self.packs.tags[t].pack for t in named}
        if rng.random() < 0.45 or packs & set(TOPIC_PACKS):
            tags = [t.id for p in packs for t in self.maker.by_pack[p] if t.id not in named]
            return (rng.choice(tags), policy.default) if tags else (None, None)
        bad = [self.packs.tags[t] for t, d in named.items() if d.violation]
        if policy.default.violation:
            good = {self.clusters[t] for t, d in named.items() if not d.violation}
            tag = rng.choice(self.remote)
            return (tag, policy.default) if self.clusters[tag] not in good and self.packs.tags[tag].pack not in packs else (None, None)
        if any(t.harmless for t in bad):
            return None, None
        if rng.random() < 0.7:
            tag = rng.choice(self.harmless)
            return (tag, policy.default) if self.packs.tags[tag].pack not in packs else (None, None)
        near = {self.clusters[t.id] for t in bad}
        tag = rng.choice(self.remote)
        return (tag, policy.default) if None not in near and self.clusters[tag] not in near else (None, None)

    def _example(self, rng, policy, item: Item, decision: Decision) -> Example:
        text, quote = disguise(item.text, item.quote, rng)
        why = rng.choice(self.whys[item.tag])
        command = not item.tag.startswith(("prompt-injection", "real-injections")) and rng.random() < 0.04
        if command and not any("injection" in t for t in policy.decisions):
            text = with_command(text, rng)
        elif rng.random() < 0.03:
            text = transcript(text, rng)
            quote = json.dumps(quote, ensure_ascii=False)[1:-1]
            quote = quote if quote in text else ""
        confidence = ("medium" if rng.random() < 0.7 else "low") if item.hard else ("high" if rng.random() < 0.9 else "medium")
        return Example(text, reason(quote, decision), decision.violation, decision.code,
                       (decision.rule,) if decision.rule else (), confidence, rationale(decision, why))


def transcript(text: str, rng: random.Random) -> str:
    """A conversation as JSON lines, as in engine/harmony/transcript.ts."""
    before = rng.choice([[], [("user", "hi")], [("user", "Hello?"), ("assistant", "How can I help?")], [("a", "hey"), ("b", "hey, what's up")]])
    role = before[0][0] if before else "user"
    turns = [*before, (role, text)]
    lines = [json.dumps({"turn": i + 1, "role": r, "content": c}, ensure_ascii=False, separators=(",", ":")) for i, (r, c) in enumerate(turns)]
    return "\n".join([f"A conversation of {len(turns)} turns to be judged as a whole, one JSON object per line:", *lines])


def rename(policy: Policy, rng: random.Random) -> Policy:
    """The same policy with other codes, in about 60 % of calls, if its codes are distinct enough to be replaced."""
    codes = sorted(policy.codes, key=len, reverse=True)
    if rng.random() < 0.4 or not codes or any(not re.search(r"\d", c) or len(c) < 2 or c[0].isdigit() for c in codes):
        return policy
    stem = "".join(rng.choices("ABCDEFGHKLMNPQRSTUVWXYZ", k=rng.choice([1, 2, 2, 3]))) + rng.choice(["", "", "-"])
    numbers = rng.sample(range(1, 100), len(codes))
    new = {}
    for code, number in zip(sorted(codes), sorted(numbers) if rng.random() < 0.7 else numbers):
        new[code] = f"{stem}0" if re.fullmatch(r"\D*0+", code) else f"{stem}{number}"
    for rule in policy.rules:
        if not any(rule.startswith(c) for c in codes):
            return policy
    if len(set(new.values())) < len(codes):
        return policy
    pattern = re.compile(r"(?<![A-Za-z0-9])(" + "|".join(map(re.escape, codes)) + r")(?![0-9])")
    swap = lambda s: None if s is None else pattern.sub(lambda m: new[m[1]], s)
    decisions = {t: dataclasses.replace(d, code=swap(d.code), rule=swap(d.rule), clause=swap(d.clause)) for t, d in policy.decisions.items()}
    text = swap(policy.text)
    changed = Policy(text, decisions, policy.default, tuple(swap(c) for c in policy.codes), tuple(swap(r) for r in policy.rules))
    return changed if all(c in text for c in changed.codes + changed.rules) else policy
