import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach } from "vitest";
import { runCli } from "../../../cli/run-cli.ts";
import { HubEndpoint } from "../../../engine/local/hub/endpoint.ts";
import { type PullProgress, pullSnapshot } from "../../../engine/local/hub/pull-snapshot.ts";
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from "../../../engine/local/hub/retry-policy.ts";
import { resolveSnapshot } from "../../../engine/local/hub/snapshot.ts";
import { captureIo } from "../cli-io.ts";
import { gptOssRepo, REPO } from "./gpt-oss-repo.ts";
import { ModelHub } from "./model-hub.ts";

export const FAST_RETRIES: RetryPolicy = {
  ...DEFAULT_RETRY_POLICY,
  idleTimeoutMs: 1000,
  firstPauseMs: 1,
  maxPauseMs: 5,
  attemptsWithoutProgress: 4,
};

/** The first of the two weight files of the repository. */
export const SHARD = "model-00000-of-00001.safetensors";

/** A hub that serves REPO, and a directory into which a test pulls it. */
export class PullTest {
  parent!: string;
  directory!: string;
  hub!: ModelHub;
  /** The files that a pull is expected to download. */
  files!: Record<string, Buffer>;
  /** The first commit on the hub. */
  commit!: string;

  /** Creates a new one for each test of the file. */
  static forEachTest(): PullTest {
    const test = new PullTest();
    beforeEach(async () => {
      test.parent = await mkdtemp(path.join(tmpdir(), "gavel-pull-"));
      test.directory = path.join(test.parent, "model");
      test.hub = await ModelHub.start();
      test.files = gptOssRepo();
      test.commit = test.hub.publish(REPO, test.files);
    });
    afterEach(async () => {
      await test.hub.stop();
      await rm(test.parent, { recursive: true });
    });
    return test;
  }

  /** The names of the files that a pull downloads. */
  wanted(): string[] {
    return Object.keys(this.files).filter((name) => !/^(?:\.git|metal|original)/.test(name));
  }

  async gavelPull(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    const io = captureIo({ env: { HF_ENDPOINT: this.hub.url, ...env } });
    const code = await runCli(["model", "pull", REPO, "--output", this.directory, ...args], io);
    return { code, stdout: io.stdout(), stderr: io.stderr() };
  }

  /** The same without the command, and with fast retries. */
  async pull(
    options: { readonly signal?: AbortSignal; readonly onProgress?: (progress: PullProgress) => void } = {},
    url = this.hub.url,
  ) {
    const endpoint = new HubEndpoint({ url, userAgent: "test", idleTimeoutMs: FAST_RETRIES.idleTimeoutMs });
    const retries: string[] = [];
    const retrying = {
      retryPolicy: FAST_RETRIES,
      signal: new AbortController().signal,
      onRetry: (reason: string) => void retries.push(reason),
      ...options,
    };
    const snapshot = await resolveSnapshot(endpoint, { repo: REPO, revision: "main" }, retrying);
    const result = await pullSnapshot(endpoint, snapshot, this.directory, retrying);
    return { ...result, retries };
  }

  /** The directory contains every file with its content, and nothing else. */
  async expectComplete(): Promise<void> {
    const expected = [...this.wanted(), "gavel-pull.json"].toSorted();
    assert.deepEqual((await readdir(this.directory)).toSorted(), expected);
    await this.#expectContent(this.wanted());
  }

  /** The directory is marked as incomplete, and each file that has its final name is complete. */
  async expectUnfinished(): Promise<void> {
    const names = await readdir(this.directory);
    assert(names.includes(".gavel-pull"));
    assert(!names.includes("gavel-pull.json"));
    await this.#expectContent(names.filter((name) => !name.startsWith(".gavel-pull")));
  }

  async #expectContent(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const content = await readFile(path.join(this.directory, name));
      assert(content.equals(this.files[name]!), `${name} has other content`);
    }
  }
}
