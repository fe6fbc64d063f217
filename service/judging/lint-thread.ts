import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { ParsedPolicy } from "../../policies/policy.ts";
import type { PolicyLint } from "../../schemas/policy-lint.ts";
import type { LinterSettings } from "./policy-linter.ts";

/** Characters of all kept reports as JSON. A typical one has a few thousand; the longest possible has about 300,000. */
const MAX_KEPT_CHARACTERS = 16 * 1024 * 1024;

export interface LintRequest {
  readonly id: number;
  /** What the bytes are: a document that may be refused, or one that is stored. */
  readonly of: "document" | "version";
  readonly bytes: Uint8Array;
}

export interface LintResponse {
  readonly id: number;
  readonly lint: PolicyLint;
}

interface Waiting {
  readonly resolve: (lint: PolicyLint) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A string, because a TypeScript loader does not reach worker threads on Node 20: the thread registers it itself, if
 * this process runs from source.
 */
const START = `
  const { loader, entry } = require("node:worker_threads").workerData;
  (async () => {
    if (loader !== null) (await import(loader)).register();
    await import(entry);
  })();
`;

/**
 * Lints in a separate thread: a hostile policy of 200 KB takes seconds, in which the event loop has to serve other
 * requests. The thread starts with the first request; if it ends, the next request starts another. Reports of stored
 * versions are kept by SHA-256, since a text never changes.
 */
export class LintThread {
  readonly #settings: LinterSettings;
  readonly #waiting = new Map<number, Waiting>();
  readonly #kept = new Map<string, PolicyLint>();
  #keptCharacters = 0;
  #worker: Worker | null = null;
  #lastId = 0;

  constructor(settings: LinterSettings) {
    this.#settings = settings;
  }

  /** A document as it would be uploaded. */
  lintDocument(bytes: Uint8Array): Promise<PolicyLint> {
    return this.#ask("document", bytes);
  }

  /** A policy that was accepted. */
  async lintVersion({ sha256, source }: Pick<ParsedPolicy, "sha256" | "source">): Promise<PolicyLint> {
    const kept = this.#kept.get(sha256);
    if (kept !== undefined) return kept;
    const lint = await this.#ask("version", Buffer.from(source, "utf8"));
    this.#keep(sha256, lint);
    return lint;
  }

  /** Requests that are not finished are rejected. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #ask(of: LintRequest["of"], bytes: Uint8Array): Promise<PolicyLint> {
    const worker = (this.#worker ??= this.#start());
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, of, bytes } satisfies LintRequest);
    });
  }

  #start(): Worker {
    const entry = new URL(
      import.meta.url.endsWith(".ts") ? "./lint-worker.ts" : "./lint-worker.js",
      import.meta.url,
    );
    const loader = entry.pathname.endsWith(".ts") ? loaderUrl() : null;
    const workerData = { settings: this.#settings, entry: entry.href, loader };
    const worker = new Worker(START, { eval: true, execArgv: [], workerData });
    worker.unref();
    worker.on("message", ({ id, lint }: LintResponse) => {
      this.#waiting.get(id)?.resolve(lint);
      this.#waiting.delete(id);
    });
    worker.on("error", (error) => this.#end(error));
    worker.on("exit", () => this.#end(new Error("The thread of the linter has ended")));
    return worker;
  }

  #end(error: unknown): void {
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #keep(sha256: string, lint: PolicyLint): void {
    this.#keptCharacters += JSON.stringify(lint).length;
    if (this.#keptCharacters > MAX_KEPT_CHARACTERS) {
      this.#kept.clear();
      this.#keptCharacters = 0;
    }
    this.#kept.set(sha256, lint);
  }
}

/** Of TypeScript modules; the variant for CommonJS does not work in a thread. */
function loaderUrl(): string {
  const loader = createRequire(import.meta.url).resolve("tsx/esm/api");
  return pathToFileURL(loader.replace(/\.cjs$/, ".mjs")).href;
}
