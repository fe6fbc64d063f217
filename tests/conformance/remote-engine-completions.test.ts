import { describeRemoteEngine } from "./remote-engine.conformance.ts";

const CACHE = "a server keeps prefixes in blocks, and those of every prompt's beginning";

describeRemoteEngine("completions", {
  deviations: {
    "names the model that generates": "the wire has no place for a version",
    "is computed once": CACHE,
    "is computed once for requests that come together, with the same answer as alone": CACHE,
  },
});
