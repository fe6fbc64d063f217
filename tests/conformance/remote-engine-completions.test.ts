import { describeRemoteEngine } from "./remote-engine.conformance.ts";

const CACHE = "a server caches the beginning of every prompt, in blocks";

describeRemoteEngine("completions", {
  deviations: {
    "reports the name of the model": "the protocol reports no version",
    "is computed once": CACHE,
    "is computed once for concurrent requests, with the same output as alone": CACHE,
  },
});
