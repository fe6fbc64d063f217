/** Faults of a server, each named after what the client sees. */
export type Fault =
  /** This response instead of a generation. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: unknown;
    }
  /** The request is accepted and never gets a response. */
  | { readonly kind: "hang" }
  /** Status 200, half the JSON, and a clean end. */
  | { readonly kind: "half body" }
  /** Status 200, half the announced bytes, and a reset. */
  | { readonly kind: "reset in body" }
  /** The connection is reset before a response. */
  | { readonly kind: "reset" }
  /** The schema in the request is ignored silently: 200, and free text. */
  | { readonly kind: "ignore schema" }
  /** Only this number of the prompt's last tokens reaches the model, without an error. */
  | { readonly kind: "cut prompt"; readonly tokens: number }
  /** The true response with some values replaced, each under its path: `choices.0.message.content`. */
  | { readonly kind: "edit"; readonly values: Readonly<Record<string, unknown>> };

/** A copy of `body` with these values. Throws if a path does not exist. */
export function edited(body: unknown, values: Readonly<Record<string, unknown>>): unknown {
  const copy = structuredClone(body);
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split(".");
    const last = keys.pop()!;
    let place = copy as Record<string, unknown>;
    for (const key of keys) {
      const next = place[key];
      if (typeof next !== "object" || next === null) throw new Error(`The response has no value at ${path}`);
      place = next as Record<string, unknown>;
    }
    place[last] = value;
  }
  return copy;
}
