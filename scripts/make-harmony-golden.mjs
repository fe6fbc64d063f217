// Makes tests/fixtures/harmony-golden.json from the test-data texts of a checkout (or bare git directory) of
// https://github.com/openai/harmony (Apache-2.0):
//
//   node scripts/make-harmony-golden.mjs <path>
//
// Texts are encoded by gpt-tokenizer's own encoder, not by the one under test; control tokens are encoded as
// such. Only counts and hashes are stored, not the texts.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { encode } from "gpt-tokenizer/encoding/o200k_harmony";

const CONTROL_TOKENS = {
  "<|return|>": 200_002,
  "<|constrain|>": 200_003,
  "<|channel|>": 200_005,
  "<|start|>": 200_006,
  "<|end|>": 200_007,
  "<|message|>": 200_008,
  "<|call|>": 200_012,
};

const [repository] = process.argv.slice(2);
if (repository === undefined) {
  console.error("usage: node scripts/make-harmony-golden.mjs <harmony checkout or git directory>");
  process.exit(2);
}
const git = (...args) => execFileSync("git", ["-C", repository, ...args], { encoding: "utf8" });

const files = git("ls-tree", "-r", "--name-only", "HEAD", "test-data/").split("\n").filter(Boolean);
const cases = files.map((path) => {
  const text = git("show", `HEAD:${path}`).replaceAll("\r\n", "\n").trimEnd();
  const tokens = /^[\d\s]+$/.test(text) ? text.split(/\s+/).map(Number) : encodeMarked(text);
  return { file: path.slice("test-data/".length), tokenCount: tokens.length, sha256: sha256(tokens) };
});
const golden = {
  source: "https://github.com/openai/harmony/tree/main/test-data",
  commit: git("rev-parse", "HEAD").trim(),
  licence: "Apache-2.0",
  hash: "sha256 over the token ids as little-endian uint32",
  cases,
};
writeFileSync(
  new URL("../tests/fixtures/harmony-golden.json", import.meta.url),
  `${JSON.stringify(golden, null, 2)}\n`,
);
console.log(`${cases.length} cases at ${golden.commit}`);

function encodeMarked(text) {
  return text
    .split(/(<\|[a-z]+\|>)/)
    .flatMap((part) => CONTROL_TOKENS[part] ?? encode(part, { disallowedSpecial: new Set() }));
}

function sha256(tokens) {
  const bytes = Buffer.alloc(tokens.length * 4);
  tokens.forEach((token, index) => bytes.writeUInt32LE(token, index * 4));
  return createHash("sha256").update(bytes).digest("hex");
}
