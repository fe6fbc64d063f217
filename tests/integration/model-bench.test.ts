import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../cli/run-cli.ts";
import { captureIo } from "../helpers/cli-io.ts";
import { createTestModel, type TestModel } from "../helpers/test-model.ts";

let model: TestModel;

beforeAll(async () => {
  model = await createTestModel();
});
afterAll(() => model.remove());

async function bench(...args: readonly string[]) {
  const io = captureIo();
  const code = await runCli(["model", "bench", ...args], io);
  return { code, stdout: io.stdout(), stderr: io.stderr() };
}

/** The smallest workload. */
const SMALL = ["--provider", "cpu", "--max-seqs", "2", "--prefill", "16", "--decode", "1,2,4"];
const SHORT_VERDICTS = ["--policy-tokens", "40", "--content-tokens", "10", "--reasoning-tokens", "4"];

describe("gavel model bench", () => {
  it("measures prompts, decoding and verdicts, as JSON", async () => {
    const { code, stdout, stderr } = await bench(
      model.options.modelDirectory,
      ...SMALL,
      ...SHORT_VERDICTS,
      "--verdicts",
      "3",
      "--json",
    );
    expect(code, stderr).toBe(0);
    const report = JSON.parse(stdout);
    const positive = expect.toSatisfy((value: unknown) => typeof value === "number" && value > 0);
    expect(report).toEqual({
      model: "gavel-test-model",
      notice: "untrained test model",
      provider: "cpu",
      engine_version: expect.stringMatching(/^onnxruntime-node \d.*, cpu$/),
      max_num_seqs: 2,
      load_ms: positive,
      prefill: [{ tokens: 16, tokens_per_second: positive, median_ms: positive }],
      // Four are more than --max-seqs.
      decode: [1, 2].map((sequences) => ({
        sequences,
        tokens_per_second: positive,
        median_step_ms: positive,
      })),
      verdicts: {
        in_flight: 2,
        count: expect.toSatisfy((count: number) => count >= 3 && count % 3 === 0),
        per_second: positive,
        median_ms: positive,
        mean_prompt_tokens: positive,
        mean_cached_tokens: positive,
        cached_share: positive,
        mean_reasoning_tokens: positive,
        mean_completion_tokens: positive,
      },
    });
    // The policy was computed before the first round.
    expect(report.verdicts.cached_share).toBeGreaterThan(0.5);
    expect(report.verdicts.mean_reasoning_tokens).toBeLessThanOrEqual(4);
    expect(stderr).toContain("The model runs on cpu");
    expect(stderr).toContain("The model is marked: untrained test model.");
  });

  it("prints a table, and no verdicts if none are requested", async () => {
    const { code, stdout } = await bench(model.options.modelDirectory, ...SMALL, "--verdicts", "0");
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^MEASURED +RATE +MEDIAN$/);
    expect(lines[1]).toMatch(/^load the model +\d+\.\d\d s$/);
    expect(lines[2]).toMatch(/^prefill of 16 tokens +[\d,.]+ tokens\/s +[\d.]+ m?s$/);
    expect(lines[4]).toMatch(/^decode, 2 sequences +[\d,.]+ tokens\/s +[\d.]+ m?s +per step$/);
  });

  it("reports an invalid directory, and a prompt that does not fit", async () => {
    expect(await bench("/nowhere", "--provider", "cpu")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("gavel: The model in /nowhere cannot be loaded"),
    });
    const long = await bench(model.options.modelDirectory, ...SMALL, "--policy-tokens", "8192");
    expect(long.code).toBe(1);
    expect(long.stderr).toMatch(/gavel: The prompt has \d+ tokens/);
  });
});
