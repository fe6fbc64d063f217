import { afterEach, describe, expect, it, vi } from "vitest";
import { HubEndpoint } from "../../../../../engine/local/hub/endpoint.ts";
import { isCommit, isRepoName } from "../../../../../engine/local/hub/model-ref.ts";
import { DEFAULT_RETRY_POLICY } from "../../../../../engine/local/hub/retry-policy.ts";
import { resolveSnapshot } from "../../../../../engine/local/hub/snapshot.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const SHA1 = "f".repeat(40);
const SHA256 = "e".repeat(64);

afterEach(() => vi.unstubAllGlobals());

/** Resolves a snapshot from these responses; a string is sent as it is. */
async function resolve(info: unknown, tree: unknown) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: URL) => {
    asked.push(url.href);
    const body = url.pathname.includes("/tree/") ? tree : info;
    return new Response(typeof body === "string" ? body : JSON.stringify(body));
  });
  const snapshot = await resolveSnapshot(
    new HubEndpoint({ url: "https://hub.example", userAgent: "test", idleTimeoutMs: 1000 }),
    { repo: "owner/name", revision: "refs/pr/1" },
    { retryPolicy: { ...DEFAULT_RETRY_POLICY, firstPauseMs: 1 }, signal: new AbortController().signal },
  );
  return { snapshot, asked };
}

const config = { type: "file", path: "config.json", size: 9, oid: SHA1 };
const weights = {
  type: "file",
  path: "model.safetensors",
  size: 134,
  oid: SHA1,
  lfs: { oid: SHA256, size: 5000, pointerSize: 134 },
};

describe("resolveSnapshot", () => {
  it("has the size and checksum of each file's content, not of its pointer, smallest first", async () => {
    const { snapshot, asked } = await resolve({ sha: COMMIT }, [
      weights,
      { type: "directory", path: "original", size: 0, oid: SHA1 },
      config,
    ]);
    expect(snapshot).toEqual({
      repo: "owner/name",
      revision: "refs/pr/1",
      commit: COMMIT,
      files: [
        { path: "config.json", size: 9, checksum: { algorithm: "git-sha1", hex: SHA1 } },
        { path: "model.safetensors", size: 5000, checksum: { algorithm: "sha256", hex: SHA256 } },
      ],
      skipped: [],
    });
    expect(asked[0]).toMatch(/^https:\/\/hub\.example\/api\/models\/owner\/name\/revision\/refs%2Fpr%2F1\?/);
    expect(asked[1]).toBe(
      `https://hub.example/api/models/owner/name/tree/${COMMIT}?recursive=true&expand=false`,
    );
  });

  it.each<readonly [string, unknown, unknown]>([
    ["no commit", {}, []],
    ["a commit that is a path", { sha: "../../x" }, []],
    ["no JSON", "<html>", []],
    ["no list", { sha: COMMIT }, { error: "odd" }],
    ["a list of null", { sha: COMMIT }, [null]],
    ["a negative size", { sha: COMMIT }, [{ ...config, size: -1 }, weights]],
    ["no size", { sha: COMMIT }, [{ ...config, size: "9" }, weights]],
    ["no checksum", { sha: COMMIT }, [{ ...config, oid: undefined }, weights]],
    ["a pointer's checksum", { sha: COMMIT }, [config, { ...weights, lfs: undefined, xetHash: SHA256 }]],
    ["a checksum that is a path", { sha: COMMIT }, [config, { ...weights, lfs: { oid: "../x", size: 1 } }]],
    ["the same file twice", { sha: COMMIT }, [config, weights, { ...config, path: "CONFIG.json" }, config]],
  ])("rejects a response with %s", async (_, info, tree) => {
    await expect(resolve(info, tree)).rejects.toThrow(/^the hub's response is malformed/);
  });

  it("rejects a repository that is not a checkpoint", async () => {
    const message = "owner/name is not a checkpoint: it has no config.json and safetensors at its root";
    await expect(resolve({ sha: COMMIT }, [config])).rejects.toThrow(message);
    await expect(resolve({ sha: COMMIT }, [weights])).rejects.toThrow(message);
  });
});

it("recognizes repository names and full commits", () => {
  expect(["openai/gpt-oss-safeguard-20b", "gpt2", "a/b.c_d"].filter((name) => !isRepoName(name))).toEqual([]);
  const odd = ["", "/", "a/", "/a", "a/b/c", "..", "a/..", "a/b..c", "a b", "a?b", "https://x/y", "a\n"];
  expect(odd.filter(isRepoName)).toEqual([]);
  expect([COMMIT, "main", COMMIT.slice(1), COMMIT.toUpperCase(), undefined].filter(isCommit)).toEqual([
    COMMIT,
  ]);
});
