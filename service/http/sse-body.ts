export interface SseBodyOptions {
  /** How long a chunk may wait to be read. */
  readonly stallMs: number;
  /** Called when the client has not read a chunk in this time. It should be disconnected. */
  readonly onStall: () => void;
  /** Called if the source throws. */
  readonly onError: (error: unknown) => void;
  /** Called once, however the stream ends. */
  readonly onEnd: () => void;
}

/**
 * Creates a response body from blocks of text. A block is requested only after the last one was read, so only one block
 * is buffered for a slow client. If `blocks` throws, the body ends, and the client can resume after its last event.
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
    // Lets the source clean up if it is paused at a block that will never be read.
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
