import { describeRemoteEngine } from "./remote-engine.conformance.ts";

const CACHE = "a server keeps prefixes in blocks, and those of every prompt's beginning";

describeRemoteEngine("llamacpp", {
  deviations: {
    "names the model that generates": "llama.cpp counts builds, not versions",
    "has probabilities of the labels":
      "the server tells the likeliest of all tokens only, and an untrained model's labels are not among them",
    "is computed once": CACHE,
    "is computed once for requests that come together, with the same answer as alone": CACHE,
  },
});
