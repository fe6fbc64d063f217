/** A body that is sent unchanged. A stream or an iterable can be read only once and is never sent again. */
export type RawBody =
  | string
  | Uint8Array<ArrayBuffer>
  | Blob
  | FormData
  | ReadableStream
  | AsyncIterable<Uint8Array>;
