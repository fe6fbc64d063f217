import { hostedSchema } from "../../engine/remote/wire/server-schema.ts";
import { VERDICT_SCHEMA } from "../helpers/generate-request.ts";
import { describeRemoteEngine } from "./remote-engine.conformance.ts";

const CACHE = "a server caches the beginning of every prompt, in blocks";

describeRemoteEngine("openai", {
  deviations: {
    "reports the name of the model": "the protocol reports no version",
    "counts its tokens": "the server renders the prompt with its own template, and counts the tokens of that",
    "has probabilities of the labels":
      "the server returns the likeliest tokens only, and the labels of an untrained model are not among them",
    "is computed once": CACHE,
    "is computed once for concurrent requests, with the same output as alone": CACHE,
  },
  // Strict mode has no alternatives at the root: the categories of a decision are validated afterwards.
  schema: hostedSchema(VERDICT_SCHEMA.strict),
});
