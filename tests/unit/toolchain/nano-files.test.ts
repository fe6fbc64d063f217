import { readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { weightsSha256 } from "../../../engine/local/hub/weights-sha256.ts";
import { NANO_CHECKPOINT } from "../../../cli/quickstart/nano-model.ts";

type Suite = Readonly<Record<"items" | "f1" | "mean_over_policies", number>>;
type Figures = Readonly<Record<"golden" | "sms" | "tweets" | "comments", Suite>>;

const read = (name: string): string => readFileSync(new URL(name, `file://${NANO_CHECKPOINT}`), "utf8");

describe("models/gavel-nano", () => {
  it("has at most 60 MB of weights, with the checksum that its card names", async () => {
    expect(statSync(`${NANO_CHECKPOINT}model.safetensors`).size).toBeLessThanOrEqual(60_000_000);
    expect(read("README.md")).toContain(`sha256 \`${await weightsSha256(NANO_CHECKPOINT)}\``);
  });

  it("has the figures that docs/benchmarks.md shows", () => {
    const page = readFileSync(new URL("../../../docs/benchmarks.md", import.meta.url), "utf8");
    const { golden, sms, tweets, comments } = JSON.parse(read("figures.json")) as Figures;
    const shown = (items: number, figure: number) =>
      `| ${items.toLocaleString("en")} | ${figure.toFixed(3)} |`;
    expect(page).toContain(shown(golden.items, golden.mean_over_policies));
    for (const { items, f1 } of [sms, tweets, comments]) expect(page).toContain(shown(items, f1));
  });
});
