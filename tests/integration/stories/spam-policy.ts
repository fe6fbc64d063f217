import { ReadingEngine } from "../http/reading-engine.ts";

/** A policy with targets, which finds the words. `more` follows its examples. */
export const policy = (words: string, more = ""): string => `---
title: Spam
categories:
  - { code: SP0, violation: 0 }
  - { code: SP1 }
rules: [SP1.a]
targets: { recall: 0.9, precision: 0.9 }
review: { confidence: low }
---
# Spam

## Instructions

Decide whether the content is spam. FIND: ${words}

## Definitions

An offer is unwanted if its reader did not ask for it.

## Criteria

### SP0 Not spam

Messages between people who know each other.

### SP1 Spam

- SP1.a Unwanted offers.

## Ambiguity and escalation

If both readings remain equally plausible, choose SP0 with low confidence, for a person to review.

## Examples

- "See you at lunch" → SP0
- "Your parcel is here" → SP0
- "A prize is yours" → SP1.a
- "A prize, only today" → SP1.a
${more}`;

/** 9 violations with the words "prize" and "loan", 2 allowed items, and a record without content. */
export const GOLDEN_CSV = `id,content,violation,policy_category
prize-1,You won a prize,1,SP1
prize-2,Claim the prize today,1,SP1
prize-3,A prize is waiting,1,SP1
loan-1,A loan without questions,1,SP1
loan-2,Take a loan now,1,SP1
loan-3,Your loan is ready,1,SP1
loan-4,The loan of your life,1,SP1
loan-5,A loan in ten minutes,1,SP1
loan-6,Get a loan,1,SP1
lunch,See you at lunch,0,SP0
parcel,Your parcel arrives at nine,0,SP0
empty,,0,SP0
`;

/**
 * Judges by a line `FIND: word, word` in the policy: content with one of the words is a violation. A question mark in
 * the content lowers the confidence.
 */
export const wordEngine = (): ReadingEngine =>
  new ReadingEngine((policy, content) => {
    const words = /FIND: ([^\n]+)/.exec(policy)?.[1]?.split(", ") ?? [];
    const found = words.find((word) => content.includes(word));
    return {
      violation: found === undefined ? 0 : 1,
      policy_category: found === undefined ? "SP0" : "SP1",
      confidence: content.includes("?") ? "low" : "high",
      rationale: found === undefined ? "SP0: nothing is offered." : `SP1: it offers a ${found}.`,
    };
  });
