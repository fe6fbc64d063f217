"""The hand-written training data: packs of tags, policies and items (../data/README.md describes each)."""

import dataclasses
import hashlib
import json
import math
import pathlib
import re
from collections import Counter

from . import real
from .clauses import clause_of


@dataclasses.dataclass(frozen=True)
class Tag:
    """One recognisable kind of content. `id` is unique over all packs."""

    id: str
    pack: str
    titles: tuple[str, ...]
    clauses: tuple[str, ...]
    whys: tuple[str, ...]
    harmless: bool  # most of its pack's hand-written policies do not forbid it


@dataclasses.dataclass(frozen=True)
class Item:
    text: str
    quote: str
    tag: str
    hard: bool


@dataclasses.dataclass(frozen=True)
class Decision:
    """What a policy says about a kind of content. `code` and `rule` are spelled as in its text, or None."""

    violation: int
    code: str | None
    rule: str | None
    title: str | None = None  # how to name a rule that has no code
    clause: str | None = None  # the beginning of the policy's own words about the kind; None if it has none


@dataclasses.dataclass(frozen=True)
class Policy:
    text: str
    decisions: dict[str, Decision]  # by tag id
    default: Decision | None  # for other kinds of content; None if the policy decides nothing about them
    codes: tuple[str, ...]
    rules: tuple[str, ...]


@dataclasses.dataclass
class Packs:
    tags: dict[str, Tag]
    items: dict[str, list[Item]]  # by tag id
    policies: list[Policy]


def part_of(text: str) -> str:
    """Returns "train", "calibration" (one of 16: the model judges these before it learns how often it is right) or
    "held out" (one of 40: never trained on, to detect over-fitting), chosen by a hash of the text."""
    if _hash("held", text) % 40 == 0:
        return "held out"
    return "calibration" if _hash("calibration", text) % 16 == 0 else "train"


def _hash(purpose: str, text: str) -> int:
    return int(hashlib.sha256((purpose + text).encode("utf8", "surrogatepass")).hexdigest()[:8], 16)


def load(directory: pathlib.Path, shared: pathlib.Path | None, part: str = "train") -> Packs:
    packs = Packs({}, {}, [])
    for path in sorted(directory.iterdir()):
        if (path / "pack.json").exists() and (path / "items.jsonl").exists():
            _read_pack(path, packs, part)
    if shared is not None and part != "held out":
        for name in REAL_TAGS:
            _read_real(name, [(text, label) for text, label in real.training(name, shared) if (part_of(text) == "calibration") == (part == "calibration")], packs)
    _drop_near_duplicates(packs)
    return packs


def _read_pack(path: pathlib.Path, packs: Packs, part: str) -> None:
    head = json.loads((path / "pack.json").read_text("utf8"))
    full = lambda tag: f"{path.name}/{tag}"
    forbidden, policies = Counter(), 0
    for entry in head["policies"].values():
        policies += 1
        forbidden.update(tag for tag, m in entry["tags"].items() if m["violation"])
    for tag, words in head["tags"].items():
        packs.tags[full(tag)] = Tag(full(tag), path.name, tuple(words["titles"]), tuple(words["clauses"]),
                                    tuple(words["whys"]), forbidden[tag] * 2 < policies)
    for line in (path / "items.jsonl").read_text("utf8").split("\n"):
        if line.strip():
            row = json.loads(line)
            if row["k"] in head["tags"] and row["q"] in row["t"] and part_of(row["t"]) == part:
                packs.items.setdefault(full(row["k"]), []).append(Item(row["t"], row["q"], full(row["k"]), bool(row.get("h"))))
    for entry in head["policies"].values():
        file = path / entry["file"]
        if not file.exists():
            continue
        decisions = {full(t): Decision(int(m["violation"]), m["code"], m["rule"]) for t, m in entry["tags"].items() if t in head["tags"]}
        default = entry.get("default", {})
        other = Decision(0, default.get("code"), default.get("rule"))
        for tag in head["tags"]:
            decisions.setdefault(full(tag), other)
        spelled = decisions.values()
        text = file.read_text("utf8").strip() + "\n"
        decisions = {t: with_clause(d, text) for t, d in decisions.items()}
        codes = sorted({d.code for d in spelled if d.code}, key=text.find)
        rules = sorted({d.rule for d in spelled if d.rule}, key=text.find)
        packs.policies.append(Policy(text, decisions, None, tuple(codes), tuple(rules)))


def with_clause(decision: Decision, text: str) -> Decision:
    found = clause_of(text, decision.rule) or clause_of(text, decision.code)
    return dataclasses.replace(decision, clause=found)


# The labels of the published sets, described like tags. `telling` finds the quotes.
REAL_TAGS = {
    "sms": {
        "spam": (("Spam messages", "Unsolicited promotion", "Bulk advertising"),
                 ("text messages that advertise, promise prizes or push premium numbers", "unsolicited offers and prize notices sent in bulk", "commercial or fraudulent mass messages", "messages from strangers that sell something or want a reply to a paid number", "advertising and prize scams"),
                 ("is a bulk advertisement or prize lure", "pushes an offer nobody asked for", "promotes a paid service to strangers")),
        "ham": (("Personal messages", "Ordinary conversation", "Everyday chat"),
                ("everyday messages between people who know each other", "personal conversation", "private chat, plans and small talk", "messages from friends, family and colleagues", "ordinary notes between acquaintances"),
                ("is an everyday personal message", "is ordinary conversation", "is chat between people who know each other")),
    },
    "tweets": {
        "hate": (("Hate speech", "Slurs and hatred against groups", "Group-based hatred"),
                 ("slurs or hatred against people for their origin, religion, gender, orientation or disability", "hateful expressions about a group", "words that demean people for what they are", "derogatory terms for a protected group", "contempt for a whole group of people"),
                 ("uses a slur or demeans a group", "expresses hatred of a group", "degrades people for what they are")),
        "offensive": (("Offensive language", "Vulgar and insulting words", "Profanity"),
                      ("vulgar, sexist or insulting language", "swear words and crude expressions", "crude talk about women or others", "profane or degrading expressions", "foul language"),
                      ("uses vulgar or insulting language", "is crude and profane", "contains offensive words")),
        "neither": (("Inoffensive posts", "Ordinary posts", "Neutral talk"),
                    ("posts without insults or crude language", "ordinary posts about daily life, sport, food or news", "neutral remarks", "casual posts that attack no one", "plain comments on everyday matters"),
                    ("is an ordinary post without insult", "contains nothing crude or hateful", "is neutral talk")),
    },
    "comments": {
        "Toxic": (("Toxic comments", "Insults and contempt", "Hostile comments"),
                  ("rude, insulting or hateful comments", "comments that attack or demean somebody", "abusive remarks", "hostile comments likely to drive others away", "insults, threats and contempt"),
                  ("insults or attacks somebody", "is hostile and demeaning", "is abusive")),
        "Not Toxic": (("Civil comments", "Ordinary discussion", "Constructive comments"),
                      ("comments that discuss without attacking anybody", "civil remarks, even when they disagree", "ordinary discussion", "comments on a subject without abuse", "opinions without insult"),
                      ("discusses without attacking anybody", "is a civil remark", "is an ordinary comment")),
    },
    "injections": {
        "*": (("Attempts to override instructions", "Prompt injection", "Jailbreak prompts"),
              ("text that tells an AI model to ignore its rules or take another identity", "attempts to override the instructions of a model", "jailbreak prompts", "commands that want a model to break its limits", "instructions to bypass a model's rules"),
              ("tells the model to drop its rules", "tries to override instructions", "wants the model to act without limits")),
    },
    "personal": {
        "some": (("Personal data", "Contact and identity data", "Private details"),
                 ("names with addresses, numbers or other identifying details", "phone numbers, e-mail addresses, cards, accounts or street addresses of a person", "details that identify or locate a person", "personal contact or payment data", "identifying numbers and addresses"),
                 ("contains identifying details of a person", "gives contact or account data", "reveals private details")),
    },
}
_IDENTIFYING = {"STREET_ADDRESS", "CREDIT_CARD", "PHONE_NUMBER", "EMAIL_ADDRESS", "IBAN_CODE", "US_SSN", "IP_ADDRESS"}
_MOST_OF_A_LABEL = 3000


def _read_real(name: str, rows: list, packs: Packs) -> None:
    kinds = REAL_TAGS[name]
    labelled = []
    for text, label in rows:
        if name == "injections":
            label = "*"
        if name == "personal":
            if not _IDENTIFYING & set(label):
                continue
            label = "some"
        if label in kinds and 3 <= len(text) <= 600:
            labelled.append((text, label))
    counts = {label: Counter(w for t, l in labelled if l == label for w in set(_words(t))) for label in kinds}
    odds = {label: _log_odds(label, counts) for label in kinds}
    seen = Counter()
    for text, label in labelled:
        seen[label] += 1
        if seen[label] > _MOST_OF_A_LABEL:
            continue
        tag = f"real-{name}/{label}"
        packs.items.setdefault(tag, []).append(Item(text, telling(text, odds[label]), tag, False))
    for label, (titles, clauses, whys) in kinds.items():
        tag = f"real-{name}/{label}"
        if tag in packs.items:
            packs.tags[tag] = Tag(tag, f"real-{name}", titles, clauses, whys, label in ("ham", "neither", "Not Toxic"))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


def _log_odds(label: str, counts: dict[str, Counter]) -> dict[str, float]:
    others = Counter()
    for other, count in counts.items():
        if other != label:
            others.update(count)
    return {word: math.log((counts[label][word] + 1) / (others[word] + 1)) for word in counts[label]}


def telling(text: str, odds: dict[str, float]) -> str:
    """The six words in a row whose log-odds for the label are highest: used as the quote of a text that has none marked."""
    spans = [m.span() for m in re.finditer(r"\S+", text)]
    if len(spans) <= 6:
        return text.strip()
    value = [sum(odds.get(w, 0.0) for w in _words(text[a:b])) for a, b in spans]
    best = max(range(len(spans) - 5), key=lambda i: sum(value[i:i + 6]))
    return text[spans[best][0]:spans[best + 5][1]]


def _drop_near_duplicates(packs: Packs) -> None:
    """Texts that are equal except for case, digits and punctuation are kept once."""
    seen = set()
    for tag, items in packs.items.items():
        kept = []
        for item in items:
            key = re.sub(r"[\W\d_]+", " ", item.text.lower()).strip() or item.text
            if key not in seen:
                seen.add(key)
                kept.append(item)
        packs.items[tag] = kept
