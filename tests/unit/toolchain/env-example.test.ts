import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ENV_NAMES } from "../../../service/config/env.ts";

/** Read by docker-compose.yml only. */
const COMPOSE_ONLY = [
  "COMPOSE_PROFILES",
  "POSTGRES_PASSWORD",
  "GAVEL_BIND",
  "HF_TOKEN",
  "VLLM_VERSION",
  "VLLM_MAX_NUM_SEQS",
];

it("names every variable once, and no other", () => {
  const text = readFileSync(new URL("../../../.env.example", import.meta.url), "utf8");
  const named = [...text.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1]!);
  expect(named.toSorted()).toEqual([...ENV_NAMES, ...COMPOSE_ONLY].toSorted());
});
