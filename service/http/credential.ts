/** The credential with which a request authenticates. */
export type Credential =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "session"; readonly token: string };
