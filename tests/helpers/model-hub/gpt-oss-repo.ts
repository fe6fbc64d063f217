import { fnv1a, mulberry32 } from "../../../engine/local/synthetic/random.ts";

export const REPO = "openai/gpt-oss-safeguard-20b";
/** Larger than socket buffers, so that an interrupted response ends in the middle of a file. */
export const SHARD_BYTES = 2_000_000;

/** The layout of openai/gpt-oss-safeguard-20b, with meaningless content. */
export function gptOssRepo(seed = ""): Record<string, Buffer> {
  const text = (name: string) => Buffer.from(`${name} ${seed}\n`);
  const shard = (name: string) => bytes(`${name} ${seed}`, SHARD_BYTES);
  return {
    ".gitattributes": text(".gitattributes"),
    LICENSE: text("LICENSE"),
    "README.md": text("README.md"),
    USAGE_POLICY: Buffer.alloc(0),
    "chat_template.jinja": text("chat_template.jinja"),
    "config.json": text("config.json"),
    "generation_config.json": text("generation_config.json"),
    "metal/model.bin": shard("metal"),
    "model-00000-of-00001.safetensors": shard("model-00000"),
    "model-00001-of-00001.safetensors": shard("model-00001"),
    "model.safetensors.index.json": text("model.safetensors.index.json"),
    "original/config.json": text("original/config.json"),
    "original/model.safetensors": shard("original"),
    "special_tokens_map.json": text("special_tokens_map.json"),
    "tokenizer.json": text("tokenizer.json"),
    "tokenizer_config.json": text("tokenizer_config.json"),
  };
}

const made = new Map<string, Buffer>();

/** Always the same bytes for a name. */
function bytes(name: string, length: number): Buffer {
  const known = made.get(name);
  if (known !== undefined) return known;
  const random = mulberry32(fnv1a(name));
  const content = Buffer.from(Uint8Array.from({ length }, () => Math.floor(random() * 256)));
  made.set(name, content);
  return content;
}
