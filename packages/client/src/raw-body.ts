/** Bodies that are sent as they are. */
export type RawBody = string | Uint8Array<ArrayBuffer> | Blob | FormData | ReadableStream;
