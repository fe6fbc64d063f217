import { describe, expect, it } from "vitest";
import { type PolicyNotCached, PolicyCacheWatch } from "../../../../engine/remote/policy-cache-watch.ts";
import { generateRequest } from "../../../helpers/generate-request.ts";
import { ask, llamaAnswer } from "./pitfall-scripts.ts";
import { remoteOptions, isSecondStep, startScriptedWire, THOUGHT, VERDICT } from "./scripted-wire.ts";
import { RemoteEngine } from "../../../../engine/remote/remote-engine.ts";
import { encodeOrdinary } from "../../../../engine/harmony/tokenizer.ts";

/** The report after consecutive requests of one policy with these numbers of cached tokens. */
function reports(cached: readonly (number | null)[], policyTokens = 900): PolicyNotCached[] {
  const reported: PolicyNotCached[] = [];
  const watch = new PolicyCacheWatch((fault) => reported.push(fault));
  for (const tokens of cached) watch.begin("spam", policyTokens)(tokens);
  return reported;
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe("PolicyCacheWatch", () => {
  it("reports a policy that is never read from the cache, once", () => {
    expect(reports(times(16, 0))).toEqual([]);
    expect(reports(times(40, 20))).toEqual([{ policyTokens: 900, requests: 16 }]);
  });

  it.each([
    ["a cache that works", [0, ...times(40, 880)]],
    ["a cache that works occasionally", times(8, [0, 0, 0, 880]).flat()],
    ["a server that does not report it", times(40, null)],
  ])("reports nothing for %s", (_, cached) => {
    expect(reports(cached)).toEqual([]);
  });

  it("reports nothing for a short policy", () => {
    expect(reports(times(40, 0), 100)).toEqual([]);
  });

  it("does not count requests that began before the policy could be in the cache", () => {
    const reported: PolicyNotCached[] = [];
    const watch = new PolicyCacheWatch((fault) => reported.push(fault));
    const together = times(64, null).map(() => watch.begin("spam", 900));
    together.forEach((observe) => observe(0));
    expect(reported).toEqual([]);
  });

  it("counts each policy separately", () => {
    const reported: PolicyNotCached[] = [];
    const watch = new PolicyCacheWatch((fault) => reported.push(fault));
    for (let n = 0; n < 40; n += 1) watch.begin(`policy ${n % 4}`, 900)(0);
    expect(reported).toEqual([]);
  });

  it("observes the first request of each item", async () => {
    const wire = await startScriptedWire("llamacpp", (body) => ({
      body: llamaAnswer(body, encodeOrdinary(isSecondStep(body) ? VERDICT : THOUGHT)),
    }));
    const warnings: unknown[] = [];
    const engine = new RemoteEngine(remoteOptions(wire.url), {
      onPolicyNotCached: (warning) => warnings.push(warning),
    });
    await engine.start();
    const request = generateRequest("Hi", { policy: "A policy of some length. ".repeat(60) });
    for (let n = 0; n < 20; n += 1) await ask(engine, request);
    const { sharedTokens: policyTokens } = request.prompt;
    expect(warnings).toEqual([{ server: wire.url, kind: "llamacpp", policyTokens, requests: 16 }]);
    await engine.close();
    await wire.close();
  });
});
