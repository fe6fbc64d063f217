import { describeRemoteEngine } from "./remote-engine.conformance.ts";

const CACHE = "the server does not report cached tokens";

describeRemoteEngine("ollama", {
  deviations: {
    "counts its tokens": "the server renders the prompt with its own template, and counts the tokens of that",
    "has probabilities of the labels":
      "the server returns the likeliest tokens only, and the labels of an untrained model are not among them",
    "is computed once": CACHE,
    "is computed once for concurrent requests, with the same output as alone": CACHE,
  },
});
