"""Harmony prompts and answers as text and ids, identical to those of engine/harmony (../README.md says how this was checked)."""

import json

import numpy as np

from .vocabulary import Vocabulary, control

SYSTEM = ("You are ChatGPT, a large language model trained by OpenAI.\nKnowledge cutoff: 2024-06\n\nReasoning: {effort}\n\n"
          "# Valid channels: analysis, commentary, final. Channel must be included for every message.")


def compact(value) -> str:
    """JSON as JavaScript's JSON.stringify prints it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def shown_schema(codes, rules) -> dict:
    """The same as `shown` in policies/verdict-schema.ts."""
    category = {"type": "null"} if not codes else {"enum": [*codes, None]}
    cited = ({"type": "array", "items": {"enum": list(rules)}, "maxItems": min(len(rules), 16), "uniqueItems": True}
             if rules else {"type": "array", "items": {"type": "string"}, "maxItems": 0})
    properties = {
        "violation": {"enum": [0, 1], "description": "1: the content violates the policy. 0: it does not."},
        "policy_category": {**category, "description": "Code of the category that decides; null if there is none."},
        "rule_ids": {**cited, "description": "Codes of the rules that the content matches."},
        "confidence": {"enum": ["low", "medium", "high"]},
        "rationale": {"type": "string", "minLength": 1, "maxLength": 600, "description": "One or two sentences that name the rules matched."},
    }
    return {"type": "object", "additionalProperties": False, "required": list(properties), "properties": properties}


class Renderer:
    def __init__(self, vocabulary: Vocabulary):
        self.encode = vocabulary.encode
        v, c = vocabulary.encode, control
        self.c = {name: np.array([c(name)], np.int32) for name in ("start", "end", "message", "channel", "return")}
        self.words = {w: v(w) for w in ("system", "developer", "user", "assistant", "analysis", "final")}
        k, w = self.c, self.words
        self.user = np.concatenate([k["start"], w["user"], k["message"]])
        self.assistant = np.concatenate([k["end"], k["start"], w["assistant"]])
        self.analysis = np.concatenate([k["channel"], w["analysis"], k["message"]])
        self.final = np.concatenate([k["end"], k["start"], w["assistant"], k["channel"], w["final"], k["message"]])

    def prefix(self, policy: str, schema: dict, effort: str) -> np.ndarray:
        """The part of the prompt that depends only on the policy: everything before the content."""
        k, w = self.c, self.words
        developer = f"# Instructions\n\n{policy}\n\n# Response Formats\n\n## verdict\n\n{compact(schema)}"
        return np.concatenate([k["start"], w["system"], k["message"], self.encode(SYSTEM.format(effort=effort)), k["end"],
                               k["start"], w["developer"], k["message"], self.encode(developer), k["end"], self.user])

    def question(self, content: str) -> np.ndarray:
        return np.concatenate([self.encode(content), self.assistant])


def answer_json(violation: int, category, rules, confidence: str, rationale: str) -> tuple[str, str, str]:
    """The answer as the engine's grammar writes it, in three parts: up to the label, up to the confidence, the rest."""
    dumps = lambda v: json.dumps(v, ensure_ascii=False)
    cited = "[" + ", ".join(map(dumps, rules)) + "]"
    return ('{"violation": ', f'{violation}, "policy_category": {dumps(category)}, "rule_ids": {cited}, "confidence": ',
            f'{dumps(confidence)}, "rationale": {dumps(rationale)}}}')
