"""The teacher's texts as kinds of content: those about one topic, and those in one form.

They are hundreds of harmless kinds with more texts than anybody could write by hand, from which the model learns to
find the line of a policy that applies to a text. The brief is the label, so no text has to say what it is about.
"""

import json
import pathlib
import random
import re

from .briefs import FORMS, TOPICS
from .packs import Item, Packs, Tag

PACKS = ("written-topics", "written-forms")
MOST_OF_A_FILE = 25_000
# Forms that can be recognised from a few sentences.
CLEAR_FORMS = ("a message to", "advert", "review", "poem", "recipe", "JSON", "table", "diary", "dialogue", "list of rules", "speech", "meeting notes",
               "invitation", "apology", "scam e-mail", "crime novel", "joke", "support ticket", "list of tips", "chat log", "letter to")


def save(samples, path: pathlib.Path) -> None:
    """Writes the answers to briefs, one JSON array [form, topic, text] per line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    asked = [(prompt, text) for prompt, text in samples if prompt.question is not None]
    with path.open("w", encoding="utf8") as file:
        for prompt, text in asked[:MOST_OF_A_FILE]:
            file.write(json.dumps([prompt.form, prompt.topic, text]) + "\n")


def add(packs: Packs, files: list[pathlib.Path], seed: int = 1) -> None:
    for n, topic in enumerate(TOPICS):
        _add_tag(packs, PACKS[0], n, topic, (f"texts about {topic}", f"anything about {topic}", f"posts that discuss {topic}", f"messages mainly about {topic}",
                                             f"content whose subject is {topic}"), (f"is about {topic}", f"deals with {topic}", f"has {topic} as its subject"))
    clear = [n for n, form in enumerate(FORMS) if any(word in form for word in CLEAR_FORMS)]
    for n in clear:
        form = FORMS[n]
        _add_tag(packs, PACKS[1], n, form, (f"texts in the form of {form}", f"anything written as {form}", f"content that is {form}"),
                 (f"is written as {form}", f"has the form of {form}"))
    rng = random.Random(seed)
    for file in files:
        for line in file.read_text("utf8").splitlines():
            form, topic, text = json.loads(line)
            excerpt = _excerpt(text, rng)
            if len(excerpt) < 30:
                continue
            if form in clear and rng.random() < 0.3:
                tag, quote = f"{PACKS[1]}/{form}", _window(excerpt, None)
            else:
                tag, quote = f"{PACKS[0]}/{topic}", _window(excerpt, TOPICS[topic])
            packs.items.setdefault(tag, []).append(Item(excerpt, quote, tag, False))


def _add_tag(packs, pack, n, words, clauses, whys):
    title = re.sub(r"^(a|an|the) ", "", words)
    packs.tags[f"{pack}/{n}"] = Tag(f"{pack}/{n}", pack, (title[:1].upper() + title[1:],), clauses, whys, False)


def _excerpt(text: str, rng: random.Random) -> str:
    """One to four sentences from the beginning, without an assistant's introduction ("Sure, here is …:")."""
    text = re.sub(r"^(Sure|Certainly|Of course|Here)[^\n]{0,120}:\s*\n+", "", text.strip())
    if rng.random() < 0.5:
        text = re.sub(r"^[^\n]{3,70}\n+", "", text)
    ends = [m.end() for m in re.finditer(r"[.!?](?=\s|$)", text[:700])]
    return text[: ends[min(len(ends), rng.randrange(1, 5)) - 1]].strip() if ends else text[:200].strip()


def _window(text: str, topic: str | None) -> str:
    """Six words that begin just before the first word of the topic, if it occurs."""
    spans = [m.span() for m in re.finditer(r"\S+", text)]
    stems = [w[:5].lower() for w in re.findall(r"[\w']{4,}", topic or "")]
    found = next((i for i, (a, b) in enumerate(spans) if any(s in text[a:b].lower() for s in stems)), 2)
    first = max(0, min(found - 2, len(spans) - 6))
    return text[spans[first][0]:spans[min(len(spans), first + 6) - 1][1]]
