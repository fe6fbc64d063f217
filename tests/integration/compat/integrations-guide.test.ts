import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HttpService } from "../http/service.ts";
import { startCompatService, TITLED_POLICY } from "./service.ts";

const guide = readFileSync(new URL("../../../docs/integrations.md", import.meta.url), "utf8");
/** The first block asks the reader to set what this test sets. */
const [, ...blocks] = [...guide.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? "");

let http: HttpService;
beforeAll(async () => {
  http = await startCompatService();
  await http.putPolicy("spam", TITLED_POLICY);
});
afterAll(() => http.stop());

describe("docs/integrations.md", () => {
  it.each(blocks.map((block) => [/\/(?:v1|beta)\/\w+/.exec(block)?.[0] ?? "?", block]))(
    "has a command for %s that works with a key for classifying",
    async (_path, block) => {
      const script = block.replaceAll(/^curl /gm, "curl --fail-with-body -sS ");
      const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", script], {
        env: { ...process.env, GAVEL_URL: http.url, GAVEL_API_KEY: await http.createKey("classify") },
        timeout: 300_000,
      });
      expect(JSON.parse(stdout)).toMatchObject(
        block.includes("/v1/label")
          ? { label: "0" }
          : block.includes("/v1/moderations")
            ? { model: "spam@1", results: [{ flagged: false }, { flagged: false }] }
            : { action: "NONE", policy_ids: ["spam"] },
      );
    },
  );

  it("has a command for each of the three routes", () => {
    expect(blocks).toHaveLength(3);
  });
});
