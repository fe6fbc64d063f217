export interface SseBodyOptions {
  /** How long a chunk may wait to be taken. */
  readonly stallMs: number;
  /** The client has not taken a chunk in this time. It has to be cut off. */
  readonly onStall: () => void;
  /** The source threw. */
  readonly onError: (error: unknown) => void;
  /** Called once, however the stream ends. */
  readonly onEnd: () => void;
}

/**
 * A response body out of blocks of text. The next block is asked for only once the last one has been taken,
 * so what waits for a slow client is one block, and its source stands still meanwhile. Where `blocks` throws,
 * the body ends: a client goes on behind the last event that it has.
 */
export function sseBody(
  blocks: AsyncGenerator<string, void, void>,
  { stallMs, onStall, onError, onEnd }: SseBodyOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stalled: NodeJS.Timeout | undefined;
  let ended = false;
  const end = (): void => {
    clearTimeout(stalled);
    if (ended) return;
    ended = true;
    onEnd();
    // Lets the source clean up where it stands at a block that nobody will take.
    blocks.return().catch(onError);
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(stalled);
        const next = await blocks.next().catch((error: unknown) => {
          onError(error);
          return { done: true } as const;
        });
        if (ended) return;
        if (next.done === true) {
          end();
          controller.close();
          return;
        }
        controller.enqueue(encoder.encode(next.value));
        stalled = setTimeout(onStall, stallMs);
      },
      cancel: end,
    },
    // Nothing is read ahead.
    { highWaterMark: 0 },
  );
}
