// The thread of LintThread.
import { parentPort, workerData } from "node:worker_threads";
import { encodeOrdinary } from "../../engine/harmony/tokenizer.ts";
import { parsePolicy } from "../../policies/parse-policy.ts";
import type { LintRequest, LintResponse } from "./lint-thread.ts";
import { type LinterSettings, PolicyLinter } from "./policy-linter.ts";

const { settings } = workerData as { readonly settings: LinterSettings };
const linter = new PolicyLinter(settings, (text) => encodeOrdinary(text).length);

parentPort?.on("message", ({ id, of, bytes }: LintRequest) => {
  const lint = of === "document" ? linter.lintDocument(bytes) : linter.lintVersion(parsePolicy(bytes));
  parentPort?.postMessage({ id, lint } satisfies LintResponse);
});
