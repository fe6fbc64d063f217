/** The template of a new policy: the four parts that a policy needs. */
export function newPolicyText(id: string): string {
  return `---
title: ${id}
categories:
  - { code: MY0, title: Allowed, violation: 0 }
  - { code: MY1, title: Forbidden }
---
# ${id}

## Instructions
Decide whether the content breaks this policy. Cite the deciding category and every matching rule.

## Definitions
- Term: what it means here.

## Criteria
### MY0 – Allowed
- MY0.a What is allowed.

### MY1 – Forbidden
- MY1.a What is forbidden.

## Examples (violation, rules)
- "A typical allowed text" → 0, MY0.a
- "A typical forbidden text" → 1, MY1.a

## Ambiguity and escalation
If it is unclear, choose MY0 with low confidence, for a person to review.
`;
}
