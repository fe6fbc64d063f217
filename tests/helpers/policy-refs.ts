/** References to a policy as every parser must read them. */
export const POLICY_REFS = [
  ["spam", { id: "spam", version: null }],
  ["spam@3", { id: "spam", version: 3 }],
  ["self-harm", { id: "self-harm", version: null }],
  ["a.b_c-d@2147483647", { id: "a.b_c-d", version: 2_147_483_647 }],
] as const;

/** Texts that are not a reference to a policy. */
export const REFUSED_POLICY_REFS = [
  "",
  "@",
  "@1",
  "@3",
  "spam@",
  "spam@x",
  "spam@0",
  "spam@01",
  "spam@-1",
  "spam@1.5",
  "spam@2147483648",
  "spam@99999999999",
  "spam@3@4",
  "Spam",
  " spam",
  "spam\n",
  "../spam",
  "../keys",
  "a/b",
  "spam/x",
  "__proto__",
  "x".repeat(65),
] as const;
