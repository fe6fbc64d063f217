/** A body that is sent as it is. One that can be read only once, a stream or an iterable, is never sent again. */
export type RawBody =
  | string
  | Uint8Array<ArrayBuffer>
  | Blob
  | FormData
  | ReadableStream
  | AsyncIterable<Uint8Array>;
