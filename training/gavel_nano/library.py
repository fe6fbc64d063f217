"""The starter policies, with what they say about the kinds of content in the packs (data/library.json)."""

import json
import pathlib
import re

from .packs import Decision, Packs, Policy, with_clause


def library_policies(library: pathlib.Path | None, mapping: pathlib.Path | None, packs: Packs) -> list[Policy]:
    """`library/<id>/policy.md` with front matter; `mapping`: policy id -> tag id -> [violation, code, rule]."""
    if library is None or mapping is None:
        return []
    policies = []
    for policy_id, kinds in json.loads(mapping.read_text("utf8")).items():
        _, front, text = (library / policy_id / "policy.md").read_text("utf8").split("---\n", 2)
        codes = re.findall(r"\{ code: ([^,]+),", front)
        rules = [r.strip() for r in re.search(r"^rules: \[(.*)\]$", front, re.M)[1].split(",")]
        decisions = {tag: with_clause(Decision(v, code, rule), text) for tag, (v, code, rule) in kinds.items() if tag in packs.tags}
        policies.append(Policy(text, decisions, Decision(0, codes[0], None), tuple(codes), tuple(rules)))
    return policies
