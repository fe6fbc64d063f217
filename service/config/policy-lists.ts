import { MAX_POLICIES_PER_REQUEST } from "../../schemas/classify-request.ts";
import { parsePolicyRef, type PolicyRef } from "../../schemas/policy-ref.ts";

const SET_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const MAX_SETS = 100;

/** Parses `spam,hate@3`: up to eight policies, each once. Returns null if it is malformed. */
export function parsePolicyList(text: string): readonly PolicyRef[] | null {
  const refs = text.split(",").map((part) => parsePolicyRef(part.trim()));
  const policies = refs.filter((ref) => ref !== null);
  const ids = new Set(policies.map(({ id }) => id));
  const known = policies.length === refs.length && ids.size === policies.length;
  return known && policies.length <= MAX_POLICIES_PER_REQUEST ? policies : null;
}

/** Parses `default=spam,hate;strict=spam,hate,harassment`: lists by name. Returns null if it is malformed. */
export function parsePolicySets(text: string): Readonly<Record<string, readonly PolicyRef[]>> | null {
  const sets: Record<string, readonly PolicyRef[]> = {};
  const parts = text.split(";").filter((part) => part.trim() !== "");
  if (parts.length === 0 || parts.length > MAX_SETS) return null;
  for (const part of parts) {
    const [name = "", list = "", ...rest] = part.split("=").map((side) => side.trim());
    const policies = parsePolicyList(list);
    if (!SET_NAME.test(name) || rest.length > 0 || policies === null || Object.hasOwn(sets, name)) {
      return null;
    }
    sets[name] = policies;
  }
  return sets;
}
