import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const OXLINT = path.join(
  path.dirname(createRequire(import.meta.url).resolve("oxlint/package.json")),
  "bin/oxlint",
);
const CONFIG = fileURLToPath(new URL("../../../oxlint.config.mjs", import.meta.url));

/** What each room must not import: files, or packages. These are the arrows that docs/architecture.md does not have. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  schemas: ["policies/x.ts", "engine/engine.ts", "service/errors.ts", "cli/x.ts", "packages/client/x.ts"],
  policies: [
    "engine/engine.ts",
    "engine/grammar/x.ts",
    "service/errors.ts",
    "service/storage/x.ts",
    "cli/x.ts",
  ],
  evaluation: ["engine/engine.ts", "service/errors.ts", "cli/x.ts", "packages/client/x.ts"],
  engine: [
    "schemas/x.ts",
    "policies/x.ts",
    "service/errors.ts",
    "cli/x.ts",
    "engine/local/x.ts",
    "engine/remote/x.ts",
  ],
  "engine/harmony": ["engine/local/x.ts", "engine/remote/x.ts", "engine/decoding/x.ts", "schemas/x.ts"],
  "engine/grammar": ["engine/local/x.ts", "engine/remote/x.ts", "engine/decoding/x.ts", "schemas/x.ts"],
  "engine/decoding": ["engine/local/x.ts", "engine/remote/x.ts", "policies/x.ts"],
  "engine/local/core": [
    "engine/remote/x.ts",
    "schemas/x.ts",
    "policies/x.ts",
    "service/x.ts",
    "webgpu",
    "onnxruntime-node",
  ],
  "engine/local/onnx": ["webgpu", "@huggingface/hub", "engine/remote/x.ts"],
  "engine/local/webgpu": ["onnxruntime-node", "@huggingface/hub", "engine/remote/x.ts"],
  "engine/local/hub": ["webgpu", "onnxruntime-common"],
  "engine/remote": ["engine/local/x.ts", "schemas/x.ts", "service/config/x.ts", "ioredis"],
  service: ["cli/x.ts", "packages/client/x.ts", "tests/x.ts", "bullmq", "pg", "ioredis", "drizzle-orm"],
  "service/errors.ts": ["service/http/x.ts"],
  "service/logger.ts": ["service/compose.ts"],
  "service/metrics.ts": ["service/storage/x.ts"],
  "service/config": ["service/http/x.ts", "service/storage/x.ts", "service/compose.ts"],
  "service/http": [
    "service/queue/x.ts",
    "service/storage/database/x.ts",
    "service/compose.ts",
    "cli/x.ts",
    "pg",
    "bullmq",
  ],
  "service/queue": [
    "service/http/x.ts",
    "service/storage/x.ts",
    "service/webhooks/x.ts",
    "service/batches/x.ts",
    "drizzle-orm",
  ],
  "service/storage": ["service/http/x.ts", "service/queue/x.ts", "service/compose.ts", "bullmq/x"],
  "service/judging": [
    "service/http/x.ts",
    "service/queue/x.ts",
    "service/storage/x.ts",
    "service/webhooks/x.ts",
    "bullmq",
  ],
  "service/batches": [
    "service/http/x.ts",
    "service/queue/x.ts",
    "service/storage/x.ts",
    "service/webhooks/x.ts",
  ],
  "service/policies": [
    "service/http/x.ts",
    "service/queue/x.ts",
    "service/storage/x.ts",
    "engine/local/x.ts",
  ],
  "service/keys": ["service/http/x.ts", "service/queue/x.ts", "service/storage/x.ts", "ioredis"],
  "service/health": ["service/http/x.ts", "service/queue/x.ts", "service/storage/x.ts"],
  "service/webhooks": ["service/http/x.ts", "service/queue/x.ts", "service/storage/x.ts", "pg"],
  cli: ["service/errors.ts", "engine/engine.ts", "engine/local/x.ts", "policies/x.ts", "cli/quickstart/x.ts"],
  "cli/commands": ["service/errors.ts", "engine/engine.ts", "policies/x.ts", "cli/model/x.ts"],
  "cli/model": ["service/errors.ts", "engine/remote/x.ts", "onnxruntime-node", "webgpu", "@huggingface/hub"],
  "cli/quickstart": ["tests/helpers/x.ts"],
  dashboard: ["schemas/x.ts", "service/errors.ts", "engine/engine.ts", "policies/x.ts", "cli/x.ts"],
  "dashboard/kit": ["schemas/x.ts", "service/http/x.ts", "evaluation/x.ts"],
  "packages/client/src": [
    "schemas/x.ts",
    "service/errors.ts",
    "engine/engine.ts",
    "policies/x.ts",
    "cli/x.ts",
  ],
  "packages/client/generate": ["service/errors.ts", "engine/engine.ts"],
  "packages/coop-plugin/src": ["schemas/x.ts", "service/errors.ts", "engine/engine.ts", "policies/x.ts"],
  "no-such-room": ["schemas/x.ts"],
};

/** Every way to name another file, types included. */
const FORMS: readonly ((specifier: string) => string)[] = [
  (specifier) => `import { x } from "${specifier}";\nx();\n`,
  (specifier) => `import type { X } from "${specifier}";\nexport type Y = X;\n`,
  (specifier) => `export type { X } from "${specifier}";\n`,
  (specifier) => `export * from "${specifier}";\n`,
  (specifier) => `export const x = import("${specifier}");\n`,
  (specifier) => `export type Y = import("${specifier}").X;\n`,
];

const CASES = Object.entries(FORBIDDEN).flatMap(([room, targets]) =>
  targets.map((target, index) => ({
    room,
    target,
    file: room.endsWith(".ts") ? room : `${room}/case-${index}.ts`,
  })),
);

let directory: string;
let output: string;

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "gavel-rooms-"));
  CASES.forEach(({ file, target }, index) => {
    const specifier = target.endsWith(".ts") ? path.posix.relative(path.posix.dirname(file), target) : target;
    const form = FORMS[index % FORMS.length]!;
    write(file, form(specifier.startsWith(".") || specifier === target ? specifier : `./${specifier}`));
  });
  FORMS.forEach((form, index) => {
    write(`engine/form-${index}.ts`, form("../service/errors.ts"));
    write(`policies/form-${index}.ts`, form("../schemas/x.ts"));
  });
  write("engine/circle-a.ts", 'import type { B } from "./circle-b.ts";\nexport type A = B | 1;\n');
  write("engine/circle-b.ts", 'import type { A } from "./circle-a.ts";\nexport type B = A | 2;\n');
  write("schemas/x.ts", "export type X = 1;\nexport const x = (): X => 1;\n");
  const run = spawnSync(process.execPath, [OXLINT, "-c", CONFIG, "-f", "unix"], {
    cwd: directory,
    encoding: "utf8",
  });
  output = run.stdout;
});

afterAll(() => rmSync(directory, { recursive: true }));

function write(file: string, source: string): void {
  mkdirSync(path.join(directory, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(directory, file), source);
}

/** Lines of the report about a file, for one rule. */
const reported = (file: string, rule: string) =>
  output.split("\n").filter((line) => line.startsWith(`${file}:`) && line.includes(rule));

describe("lint", () => {
  it.each(CASES)("forbids $room to import $target", ({ file }) => {
    expect(reported(file, "gavel(rooms)")).toHaveLength(1);
  });

  it("finds an import in every form", () => {
    FORMS.forEach((_, index) => expect(reported(`engine/form-${index}.ts`, "gavel(rooms)")).toHaveLength(1));
  });

  it("allows what the table allows", () => {
    FORMS.forEach((_, index) => expect(reported(`policies/form-${index}.ts`, "gavel(rooms)")).toEqual([]));
  });

  it("forbids circular imports of types", () => {
    expect(reported("engine/circle-a.ts", "import(no-cycle)")).toHaveLength(1);
    expect(reported("engine/circle-b.ts", "import(no-cycle)")).toHaveLength(1);
  });
});
