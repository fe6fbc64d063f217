import { sessionSchema, signInLinkSchema, signInRequestSchema } from "../session.ts";
import { exampleSession, exampleSignInLink } from "./examples.ts";
import type { Operation } from "./operation.ts";

const JSON_TYPE = "application/json";

export const sessionsOperations: readonly Operation[] = [
  {
    id: "signIn",
    method: "post",
    path: "/session",
    tag: "Sessions",
    summary: "Sign in",
    description:
      "Exchanges an API key or a sign-in link for a session in a cookie that scripts cannot read. The session can do what its key can, and " +
      "ends when it is signed out, expires, is not used for some time, or when its key is revoked.",
    scope: "none",
    body: {
      mediaType: JSON_TYPE,
      schema: signInRequestSchema,
      description: "A key, or the token of a link.",
      example: { api_key: "gavel_k3f9a1c2_…" },
    },
    responses: [
      {
        status: 201,
        description: "Signed in. Set-Cookie has the session.",
        bodies: [{ mediaType: JSON_TYPE, schema: sessionSchema, example: exampleSession }],
      },
    ],
    problems: [
      "sign_in_failed",
      "csrf_refused",
      "authentication_throttled",
      "rate_limit_exceeded",
      "not_ready",
      "shutting_down",
    ],
  },
  {
    id: "getSession",
    method: "get",
    path: "/session",
    tag: "Sessions",
    summary: "Read the session",
    description: "Who is signed in, and until when. The status is 404 for a request with an API key.",
    scope: "any",
    credentials: "session",
    responses: [
      {
        status: 200,
        description: "The session.",
        bodies: [{ mediaType: JSON_TYPE, schema: sessionSchema, example: exampleSession }],
      },
    ],
    problems: ["not_found"],
  },
  {
    id: "signOut",
    method: "delete",
    path: "/session",
    tag: "Sessions",
    summary: "Sign out",
    description: "Ends the session of the cookie. Other sessions of the same key continue.",
    scope: "any",
    credentials: "session",
    responses: [{ status: 204, description: "Signed out." }],
    problems: ["not_found"],
  },
  {
    id: "createSignInLink",
    method: "post",
    path: "/session/links",
    tag: "Sessions",
    summary: "Create a sign-in link",
    description:
      "A link to the dashboard that signs in once, within ten minutes, with the key that created it. Resolve `url` against the address of " +
      "the service. A session cannot create links.",
    scope: "any",
    credentials: "key",
    responses: [
      {
        status: 201,
        description: "The link.",
        bodies: [{ mediaType: JSON_TYPE, schema: signInLinkSchema, example: exampleSignInLink }],
      },
    ],
    problems: ["key_required", "rate_limit_exceeded"],
  },
];
