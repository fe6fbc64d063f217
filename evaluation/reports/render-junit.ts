import type { GateCheck } from "../../schemas/gate.ts";
import type { ReportItem, ReportItems } from "../../schemas/report-item.ts";
import { answerWords, labelWords } from "./document/item-words.ts";
import { type Markup, markup } from "./markup.ts";
import { policyName } from "./document/subjects.ts";
import type { ReportMessage } from "./report-message.ts";

/**
 * A report as JUnit XML. Its failures are the checks that close the gate, so a program that reads it reaches the same
 * decision as the exit code. Items that changed or are wrong are skipped tests with an explanation: a gate allows some
 * of them.
 */
export function renderJunit(message: ReportMessage): string {
  const suites = suitesOf(message);
  const tests = suites.reduce((sum, { checks, items }) => sum + checks.length + items.shown.length, 0);
  const failures = suites.reduce((sum, { checks }) => sum + checks.filter(({ passed }) => !passed).length, 0);
  const document = markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="gavel" tests="${tests}" failures="${failures}">
${suites.map(suiteXml)}</testsuites>
`;
  return document.toString();
}

interface Suite {
  readonly name: string;
  readonly checks: readonly GateCheck[];
  readonly items: ReportItems;
}

const NO_ITEMS: ReportItems = { total: 0, shown: [] };

function suitesOf(message: ReportMessage): Suite[] {
  switch (message.kind) {
    case "evaluation": {
      const name = policyName(message.evaluation);
      return [
        gateSuite(name, message.gate.checks),
        { name: `${name} wrong`, checks: [], items: message.wrong },
      ];
    }
    case "comparison": {
      const name = policyName(message.candidate);
      return [
        gateSuite(name, message.gate.checks),
        { name: `${name} flips`, checks: [], items: message.flips },
      ];
    }
    case "robustness":
      return message.variants.map(({ name, flips }) => ({ name, checks: [], items: flips }));
    case "steerability":
      return [{ name: `${policyName(message.policy)} stuck`, checks: [], items: message.stuck }];
  }
}

function gateSuite(name: string, checks: readonly GateCheck[]): Suite {
  return { name: `${name} gate`, checks, items: NO_ITEMS };
}

function suiteXml({ name, checks, items }: Suite): Markup {
  const failures = checks.filter(({ passed }) => !passed).length;
  const tests = checks.length + items.shown.length;
  return markup`  <testsuite name="${name}" tests="${tests}" failures="${failures}" skipped="${items.shown.length}">
${checks.map((check) => checkXml(name, check))}${items.shown.map((item) => itemXml(name, item))}  </testsuite>
`;
}

function checkXml(suite: string, { name, passed, words }: GateCheck): Markup {
  return passed
    ? markup`    <testcase classname="${suite}" name="${name}"><system-out>${words}</system-out></testcase>
`
    : markup`    <testcase classname="${suite}" name="${name}"><failure message="${words}"></failure></testcase>
`;
}

function itemXml(suite: string, item: ReportItem): Markup {
  const answers = item.answers.map((answer) => `${answer.by}: ${answerWords(answer)}: ${answer.rationale}`);
  const words = [`${item.change}, ${labelWords(item)}`, ...answers].join("; ");
  return markup`    <testcase classname="${suite}" name="${item.id}"><skipped message="${words}"></skipped></testcase>
`;
}
