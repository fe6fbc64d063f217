import type { Plugin } from "./coop-contract.ts";
import { manifest } from "./manifest.ts";
import { createSignals, type SelectablePolicy } from "./signals.ts";
import { STARTER_POLICIES } from "./starter-policies.ts";

/**
 * Creates the plugin with a choice of your own policies, for a module that Coop's configuration names:
 * `module.exports = createPlugin([{ id: "house-rules", label: "House rules" }])`.
 */
export function createPlugin(policies: readonly SelectablePolicy[]): Plugin {
  return { manifest, createSignals: (context) => createSignals(context, policies) };
}

const plugin: Plugin = createPlugin(STARTER_POLICIES);
// oxlint-disable-next-line import/no-default-export -- it is what Coop reads
export default plugin;
