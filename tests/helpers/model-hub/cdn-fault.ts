/** What may go wrong with one answer of the content network, by what the client sees. */
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
  /** An orderly end, that number of bytes too early. */
  | { readonly kind: "short"; readonly by: number }
  /** More bytes than the file has, without a length. */
  | { readonly kind: "long"; readonly by: number }
  /** The length of another file, in Content-Length or Content-Range. */
  | { readonly kind: "claim"; readonly total: number }
  /** 200 and everything, whatever was requested. */
  | { readonly kind: "ignore range" }
  /** 206 and another part than was requested. */
  | { readonly kind: "wrong range" }
  /** The last byte is another one. */
  | { readonly kind: "corrupt" };
