"""Measures the verdicts on data never trained on."""

import math
import random

from .judge import Judge


def interval(right: int, total: int) -> tuple[float, float]:
    """95 % by Wilson (1927)."""
    if total == 0:
        return 0.0, 1.0
    z, p = 1.959964, right / total
    centre = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return centre - half, centre + half


def f1(pairs) -> float:
    """`pairs`: (truth, answer), each 0 or 1."""
    hit = sum(t and s for t, s in pairs)
    wrong = sum(t != s for t, s in pairs)
    return 2 * hit / max(1, 2 * hit + wrong)


def f1_interval(pairs, seed: int = 1) -> tuple[float, float]:
    """95 % by 1,000 bootstrap samples."""
    rng = random.Random(seed)
    values = sorted(f1(rng.choices(pairs, k=len(pairs))) for _ in range(1000))
    return values[25], values[974]


def said(result) -> int | None:
    answer = result["answer"]
    value = answer.get("violation") if answer else None
    return value if value in (0, 1) else None


def measure(judge: Judge, suites: dict, log=print, policy: bool = True, analysis: bool = True) -> dict:
    """`suites`: name -> list of {policy, schema, codes, rules, items: [{content, violation, ...}]}, see ../suites.ts.

    Without `policy`, the model sees only the schema, which names the codes; without `analysis`, it has to answer at once.
    """
    figures, all_results = {}, []
    for name, policies in suites.items():
        pairs, per_policy, codes_right, codes_total = [], [], 0, 0
        for entry in policies:
            text = entry["policy"] if policy else ""
            results = judge.judge(text, entry["schema"], [i["content"] for i in entry["items"]], analysis=analysis)
            mine = []
            for item, result in zip(entry["items"], results):
                answer = said(result)
                mine.append((item["violation"], answer if answer is not None else 1 - item["violation"]))
                all_results.append((entry, item, result))
                if item["violation"] and answer == 1 and entry["codes"] and "policy_category" in item:
                    codes_total += 1
                    codes_right += result["answer"].get("policy_category") == item["policy_category"]
            pairs += mine
            per_policy.append((sum(t == s for t, s in mine) / len(mine), entry["id"]))
        right = sum(t == s for t, s in pairs)
        figures[name] = {"items": len(pairs), "accuracy": right / len(pairs), "accuracy_95": interval(right, len(pairs)),
                         "mean_over_policies": sum(a for a, _ in per_policy) / len(per_policy), "worst": min(per_policy),
                         "f1": f1(pairs), "f1_95": f1_interval(pairs), "flagged_of_safe": sum(s for t, s in pairs if not t) / max(1, sum(not t for t, _ in pairs)),
                         "category_right": codes_right / max(1, codes_total)}
        log(f"{name}: {len(pairs)} items, accuracy {right / len(pairs):.3f}, mean {figures[name]['mean_over_policies']:.3f}, worst {min(per_policy)[1]} {min(per_policy)[0]:.2f}, "
            f"F1 {figures[name]['f1']:.3f}, safe flagged {figures[name]['flagged_of_safe']:.3f}, category {figures[name]['category_right']:.3f}")
    figures["valid_without_grammar"] = sum(_valid(e, r) for e, _, r in all_results) / len(all_results)
    figures["known_codes"] = sum(_known(e, r) for e, _, r in all_results) / len(all_results)
    named = [_names_its_rule(r["answer"]) for e, _, r in all_results if _valid(e, r) and _cited(r["answer"])]
    figures["rationale_names_rule"] = {"items": len(named), "share": sum(named) / max(1, len(named)), "share_95": interval(sum(named), len(named))}
    figures["both_right"] = _both_right(all_results)
    figures["reliability"] = reliability([(r["score"], i["violation"]) for _, i, r in all_results])
    log({k: figures[k] for k in ("valid_without_grammar", "known_codes", "rationale_names_rule", "both_right", "reliability")})
    return figures


def _valid(entry, result) -> bool:
    a = result["answer"]
    return (a is not None and list(a) == ["violation", "policy_category", "rule_ids", "confidence", "rationale"] and a["violation"] in (0, 1)
            and _known(entry, result) and a["confidence"] in ("low", "medium", "high") and isinstance(a["rationale"], str) and a["rationale"] != "")


def _known(entry, result) -> bool:
    a = result["answer"]
    if a is None or not isinstance(a.get("rule_ids"), list):
        return False
    return a.get("policy_category") in [*entry["codes"], None] and all(r in entry["rules"] for r in a["rule_ids"])


def _cited(answer) -> list[str]:
    """The codes of the rules that the answer cites, or that of its category if it cites none."""
    return answer["rule_ids"] or ([answer["policy_category"]] if answer["policy_category"] else [])


def _names_its_rule(answer) -> bool:
    return any(code in answer["rationale"] for code in _cited(answer))


def _both_right(results) -> float | None:
    """The share of the texts judged under two opposite policies that are right under both."""
    by_content = {}
    for entry, item, result in results:
        if "pair" in item:
            by_content.setdefault((item["pair"], item["content"]), []).append(said(result) == item["violation"])
    return sum(all(v) for v in by_content.values()) / len(by_content) if by_content else None


def reliability(pairs, bins: int = 10) -> list:
    """[mean score, share of violations, items] for each tenth of the score."""
    rows = [[] for _ in range(bins)]
    for score, truth in pairs:
        rows[min(bins - 1, int(score * bins))].append((score, truth))
    return [[round(sum(s for s, _ in r) / len(r), 3), round(sum(t for _, t in r) / len(r), 3), len(r)] for r in rows if r]
