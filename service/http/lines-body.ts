/** Streams blocks of lines. The next block is created only after the client has read the previous one. */
export function linesBody(blocks: AsyncIterator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const block = await blocks.next();
          if (block.done === true) return controller.close();
          // A block without lines must not end the stream.
          if (block.value !== "") return controller.enqueue(encoder.encode(block.value));
        }
      },
      async cancel() {
        await blocks.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}
