/** Faults in one response of the content network, as the client sees them. */
export type CdnFault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is reset after that number of bytes. */
  | { readonly kind: "cut"; readonly after: number }
  /** Nothing is sent after that number of bytes, and the connection stays open. */
  | { readonly kind: "stall"; readonly after: number }
  /** A clean end, that number of bytes too early. */
  | { readonly kind: "short"; readonly by: number }
  /** More bytes than the file has, without a length. */
  | { readonly kind: "long"; readonly by: number }
  /** The length of another file, in Content-Length or Content-Range. */
  | { readonly kind: "claim"; readonly total: number }
  /** 200 with the whole file, whatever range was requested. */
  | { readonly kind: "ignore range" }
  /** 206 with another range than was requested. */
  | { readonly kind: "wrong range" }
  /** The last byte is wrong. */
  | { readonly kind: "corrupt" };
