import type { Generated, GeneratedToken } from "./generation.ts";

/** What a streaming server sends: each token, and finally the result of the generation. */
export type StreamItem = { readonly token: GeneratedToken } | { readonly generated: Generated };

/** A generation as a stream. Rejects if it fails before its first token, and throws in the middle if it fails later. */
export async function streamTokens(
  generate: (onToken: (token: GeneratedToken) => void) => Promise<Generated>,
): Promise<AsyncIterable<StreamItem>> {
  const waiting: StreamItem[] = [];
  let wake: () => void = () => {};
  let failure: { readonly error: unknown } | undefined;
  const push = (item: StreamItem): void => {
    waiting.push(item);
    wake();
  };
  generate((token) => push({ token })).then(
    (generated) => push({ generated }),
    (error: unknown) => {
      failure = { error };
      wake();
    },
  );
  const next = async (): Promise<StreamItem> => {
    while (waiting.length === 0) {
      if (failure !== undefined) throw failure.error;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    return waiting.shift()!;
  };
  const first = await next();
  return (async function* () {
    for (let item = first; ; item = await next()) {
      yield item;
      if ("generated" in item) return;
    }
  })();
}
