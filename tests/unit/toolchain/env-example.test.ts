import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ENV_NAMES } from "../../../service/config/env.ts";

/** Read by docker-compose.yml only. */
const COMPOSE_ONLY = ["POSTGRES_PASSWORD", "GAVEL_BIND"];

it("names every variable once, and no other", () => {
  const text = readFileSync(new URL("../../../.env.example", import.meta.url), "utf8");
  const named = [...text.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1]!);
  expect(named.toSorted()).toEqual([...ENV_NAMES, ...COMPOSE_ONLY].toSorted());
});

it("has docker-compose.yml pass on only what the service reads", () => {
  const text = readFileSync(new URL("../../../docker-compose.yml", import.meta.url), "utf8");
  const passed = [...text.matchAll(/^ {2,6}(?!POSTGRES_)([A-Z][A-Z0-9_]*): /gm)].map((match) => match[1]!);
  expect(passed.length).toBeGreaterThan(10);
  expect(ENV_NAMES).toEqual(expect.arrayContaining(passed));
});
