import type { FromSchema } from "json-schema-to-ts";
import { apiKeySchema } from "./api-key.ts";
import { timestampSchema } from "./common.ts";

export const signInRequestSchema = {
  $id: "sign-in-request",
  title: "SignInRequest",
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  properties: {
    api_key: { type: "string", minLength: 1, maxLength: 512, description: "An API key." },
    link_token: {
      type: "string",
      minLength: 1,
      maxLength: 512,
      description: "What follows # in the URL of a sign-in link.",
    },
  },
} as const;

export type SignInRequest = FromSchema<typeof signInRequestSchema>;

const { id, name, scopes } = apiKeySchema.properties;

export const sessionSchema = {
  $id: "session",
  title: "Session",
  type: "object",
  additionalProperties: false,
  required: ["key", "created_at", "expires_at"],
  properties: {
    key: {
      type: "object",
      additionalProperties: false,
      required: ["id", "name", "scopes"],
      properties: { id, name, scopes },
      description: "The key that signed in, with the scopes that it has now.",
    },
    created_at: timestampSchema,
    expires_at: {
      ...timestampSchema,
      description: "When it ends, however much it is used. It ends earlier if it is not used for some time.",
    },
  },
} as const;

export type SessionResource = FromSchema<typeof sessionSchema>;

const { created_at: createdAt, expires_at: expiresAt } = sessionSchema.properties;

/** A session of a key, as administrators of keys see it. */
export const keySessionSchema = {
  $id: "key-session",
  title: "KeySession",
  type: "object",
  additionalProperties: false,
  required: ["id", "created_at", "used_at", "expires_at", "current"],
  properties: {
    id: { type: "string", format: "uuid", description: "Not what its cookie contains." },
    created_at: createdAt,
    used_at: { ...timestampSchema, description: "The last use, to a minute." },
    expires_at: expiresAt,
    current: { type: "boolean", description: "Whether this request was sent with it." },
  },
} as const;

export const keySessionPageSchema = {
  $id: "key-session-page",
  title: "KeySessionPage",
  type: "object",
  additionalProperties: false,
  required: ["data"],
  properties: { data: { type: "array", items: keySessionSchema } },
} as const;

export type KeySessionPage = FromSchema<typeof keySessionPageSchema>;

export const signInLinkSchema = {
  $id: "sign-in-link",
  title: "SignInLink",
  type: "object",
  additionalProperties: false,
  required: ["url", "expires_at"],
  properties: {
    url: {
      type: "string",
      pattern: "^/app/",
      description:
        "Relative to the address of the service, which only its clients know: a path, and the token as the fragment, which " +
        "browsers never send to a server.",
    },
    expires_at: timestampSchema,
  },
} as const;

export type SignInLinkResource = FromSchema<typeof signInLinkSchema>;
