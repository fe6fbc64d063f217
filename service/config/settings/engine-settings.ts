import { DEFAULT_MAX_CONTEXT_TOKENS, EXECUTION_PROVIDERS } from "../../../engine/local/local-options.ts";
import { SERVER_KINDS } from "../../../engine/remote/remote-options.ts";
import type { SettingTable } from "../setting.ts";
import { integer, MEBIBYTE, price, reasoningTokens } from "../types/numbers.ts";
import { secret } from "../types/secrets.ts";
import { boolean, choice, currency, path, serverUrls, text } from "../types/texts.ts";

export const ENGINE_SETTINGS = {
  GAVEL_ENGINE: {
    type: choice(["local", "remote"]),
    default: "local",
    meaning:
      "Where the model runs. `local`: inside Gavel, on the device that `GAVEL_EXECUTION_PROVIDER` selects. `remote`: on the " +
      "model servers of `GAVEL_ENGINE_URLS`.",
  },
  GAVEL_MAX_CONTEXT_TOKENS: {
    type: integer({ min: 512, max: 131_072 }),
    default: String(DEFAULT_MAX_CONTEXT_TOKENS),
    meaning:
      "Longest prompt plus output, in tokens. With `cpu` and `cuda`, the KV cache takes memory for up to this many tokens " +
      "times `GAVEL_MAX_NUM_SEQS`: it grows with the longest running item.",
  },
  GAVEL_MAX_REASONING_TOKENS: {
    type: reasoningTokens,
    default: "256,1024,4096",
    meaning:
      "Longest analysis for effort low, medium and high, in tokens; a single number sets all three. The verdict follows in any " +
      "case.",
  },
  GAVEL_REASONING_EFFORT: {
    type: choice(["low", "medium", "high"]),
    default: "medium",
    meaning: "Reasoning effort if neither the request nor the policy sets one.",
  },
  GAVEL_SEED: {
    type: integer({ min: 0, max: 0xffff_ffff }),
    default: null,
    meaning: "If not set: greedy decoding. A number: sampling at temperature 1 with this seed.",
  },
  GAVEL_REQUIRE_SELF_TEST: {
    type: boolean,
    default: "false",
    meaning: "`true`: not ready until the engine has judged both known items correctly.",
  },
  GAVEL_PROMPT_TOKEN_PRICE: {
    type: price,
    default: null,
    meaning:
      "What a million prompt tokens cost, for the costs that evaluations and the linter show. Set it together with " +
      "`GAVEL_COMPLETION_TOKEN_PRICE`.",
    example: "0.075",
  },
  GAVEL_COMPLETION_TOKEN_PRICE: {
    type: price,
    default: null,
    meaning: "What a million generated tokens cost, reasoning included.",
    example: "0.30",
  },
  GAVEL_PRICE_CURRENCY: { type: currency, default: "USD", meaning: "The currency of both prices." },
} as const satisfies SettingTable;

export const LOCAL_ENGINE_SETTINGS = {
  GAVEL_MODEL_DIR: {
    type: path,
    default: null,
    meaning:
      "The model: a checkpoint in Hugging Face's layout, or, for `cpu` and `cuda`, the output of `gavel model build`. With " +
      "`webgpu` a checkpoint runs as it is; for `cpu` and `cuda` it is built on first use. Required by `main` and `worker`, and " +
      "by docker compose under the profiles `cpu` and `gpu`; `npm run quickstart` runs gavel-nano if it is not set.",
  },
  GAVEL_EXECUTION_PROVIDER: {
    type: choice(EXECUTION_PROVIDERS),
    default: "auto",
    meaning:
      "Device of the model: `cuda` (ONNX Runtime; its CUDA libraries must be installed), `webgpu` (any GPU, through Vulkan, " +
      "Metal or Direct3D 12) or `cpu`. `auto`: the first of these that works. Otherwise the start fails if the device is " +
      "unavailable. See [models.md](models.md#run). With docker compose, the profile sets it.",
  },
  GAVEL_MAX_NUM_SEQS: {
    type: integer({ min: 1, max: 512 }),
    default: null,
    meaning: "Items that the engine decodes together. If not set: 64 with `webgpu`, otherwise 8.",
  },
  GAVEL_MAX_BATCHED_TOKENS: {
    type: integer({ min: 64, max: 8192 }),
    default: null,
    meaning:
      "`webgpu` only: tokens computed in one step. Fewer need less memory and make prefill slower. If not set: 2048.",
  },
  GAVEL_KV_CACHE_BYTES: {
    type: integer({ min: MEBIBYTE, max: 1024 * 1024 * MEBIBYTE }),
    default: null,
    meaning:
      "`webgpu` only: memory of the KV cache, cached policies included. If not set: enough for 2,048 tokens an item, or less if " +
      "the GPU has less.",
  },
} as const satisfies SettingTable;

export const REMOTE_ENGINE_SETTINGS = {
  GAVEL_ENGINE_URLS: {
    type: serverUrls,
    default: null,
    example: "http://127.0.0.1:8000,http://127.0.0.1:8001",
    meaning:
      "Model servers, separated by commas, with or without `/v1` at the end. All serve the same model. Required if " +
      "`GAVEL_ENGINE` is `remote`. See [examples/env](examples/env), which has a file for each kind of server.",
  },
  GAVEL_ENGINE_KIND: {
    type: choice(["auto", ...SERVER_KINDS]),
    default: "auto",
    meaning:
      "Kind of the servers. `openai`: any other server with OpenAI's chat completions; `completions`: any other server with the " +
      "older `/v1/completions`. `auto` detects the kind, and uses `openai` if it is unknown.",
  },
  GAVEL_ENGINE_MODEL: {
    type: text,
    default: null,
    example: "openai/gpt-oss-safeguard-20b",
    meaning:
      "The model's name or alias on the servers. The start fails if they do not have it. If not set: their only model.",
  },
  GAVEL_ENGINE_API_KEY: {
    type: secret({ min: 1, max: 500 }),
    default: null,
    meaning: "A key that the servers require, sent as a bearer token.",
  },
  GAVEL_ENGINE_MAX_IN_FLIGHT: {
    type: integer({ min: 1, max: 4096 }),
    default: "32",
    meaning:
      "Concurrent requests to one server; fewer if the server reports a lower limit (the slots of llama.cpp).",
  },
} as const satisfies SettingTable;
