import { describeRemoteEngine } from "./remote-engine.conformance.ts";

const CACHE = "a server caches the beginning of every prompt, in blocks";

describeRemoteEngine("sglang", {
  deviations: {
    "is computed once": CACHE,
    "is computed once for concurrent requests, with the same output as alone": CACHE,
  },
});
