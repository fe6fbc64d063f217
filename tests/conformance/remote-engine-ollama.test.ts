import { describeRemoteEngine } from "./remote-engine.conformance.ts";

const CACHE = "the server does not tell cached tokens apart";

describeRemoteEngine("ollama", {
  deviations: {
    "counts its tokens": "the server renders the prompt by its own template, and counts that",
    "has probabilities of the labels":
      "the server tells the likeliest of all tokens only, and an untrained model's labels are not among them",
    "is computed once": CACHE,
    "is computed once for requests that come together, with the same answer as alone": CACHE,
  },
});
