/** What a request authenticates with. */
export type Credential =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "session"; readonly token: string };
