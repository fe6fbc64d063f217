import { hostedSchema } from "../../engine/remote/wire/server-schema.ts";
import { VERDICT_SCHEMA } from "../helpers/generate-request.ts";
import { describeRemoteEngine } from "./remote-engine.conformance.ts";

const CACHE = "a server keeps prefixes in blocks, and those of every prompt's beginning";

describeRemoteEngine("openai", {
  deviations: {
    "names the model that generates": "the wire has no place for a version",
    "counts its tokens": "the server renders the prompt by its own template, and counts that",
    "has probabilities of the labels":
      "the server tells the likeliest of all tokens only, and an untrained model's labels are not among them",
    "is computed once": CACHE,
    "is computed once for requests that come together, with the same answer as alone": CACHE,
  },
  // Strict mode has no alternatives at the root: the categories of a decision are validated afterwards.
  schema: hostedSchema(VERDICT_SCHEMA.strict),
});
