import { describeRemoteEngine } from "./remote-engine.conformance.ts";

const CACHE = "a server caches the beginning of every prompt, in blocks";

describeRemoteEngine("llamacpp", {
  deviations: {
    "reports the name of the model": "llama.cpp counts builds, not versions",
    "has probabilities of the labels":
      "the server returns the likeliest tokens only, and the labels of an untrained model are not among them",
    "is computed once": CACHE,
    "is computed once for concurrent requests, with the same output as alone": CACHE,
  },
});
