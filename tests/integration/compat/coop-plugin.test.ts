import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { VerdictPage } from "../../../schemas/page.ts";
import type {
  Plugin,
  Signal,
  SignalError,
  SignalResult,
} from "../../../packages/coop-plugin/src/coop-contract.ts";
import { listLibraryPolicies } from "../../../policies/library.ts";
import { POLICY_REFS, REFUSED_POLICY_REFS } from "../../helpers/policy-refs.ts";
import type { HttpService } from "../http/service.ts";
import { FAILS, fresh, OUTAGE, startCompatService, TITLED_POLICY, VIOLATES } from "./service.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
/** As Coop's server loads a plugin: with require, by the package's name. */
const require = createRequire(`${root}package.json`);

let http: HttpService;
let plugin: Plugin;
let createPlugin: (policies: readonly { id: string; label: string }[]) => Plugin;
let key: string;
const configs = new Map<string, Record<string, unknown>>();

beforeAll(async () => {
  await promisify(execFile)("npm", ["run", "build", "-w", "@gavel/coop-plugin"], { cwd: root });
  const loaded = require("@gavel/coop-plugin") as { default: Plugin; createPlugin: typeof createPlugin };
  ({ default: plugin, createPlugin } = loaded);
  http = await startCompatService();
  await http.putPolicy("spam", TITLED_POLICY);
  key = await http.createKey("classify");
  configs.set("org", { baseUrl: `${http.url}/`, apiKey: key, policyId: "spam" });
  configs.set("no-default", { baseUrl: http.url, apiKey: key });
});
afterAll(() => http.stop());

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function signalOf(type: string, of: Plugin = plugin): Signal {
  const signals = of.createSignals({
    integrationId: of.manifest.id,
    getCredential: async (orgId) => configs.get(orgId),
  });
  const found = signals.find(({ signalTypeId }) => signalTypeId === type);
  if (found === undefined) throw new Error(`no signal ${type}`);
  return found.signal;
}

function run(fields: object, type = "GAVEL_POLICY"): Promise<SignalResult | SignalError> {
  const input = { value: { type: "STRING", value: fresh() }, subcategory: "spam", orgId: "org", ...fields };
  return signalOf(type).run(input);
}

const text = (value: unknown) => ({ type: "STRING", value });

/** Throws unless the result is an error with this message and without the key. */
function expectError(result: SignalResult | SignalError, message: RegExp): void {
  const { type, score } = { type: undefined, ...result };
  if (type !== "ERROR" || !(score instanceof Error)) {
    throw new Error(`not an error: ${JSON.stringify(result)}`);
  }
  if (!message.test(score.message) || score.message.includes(key)) {
    throw new Error(`another error: ${score.message}`);
  }
}

describe("the package as Coop loads it", () => {
  it("has the manifest that Coop requires", () => {
    // isCoopIntegrationPlugin and assertModelCardHasRequiredSections of github.com/roostorg/coop, types/integration.ts.
    const { manifest } = plugin;
    expect(manifest.id).toMatch(/^[A-Z][A-Z0-9_]*$/);
    expect(typeof manifest.name).toBe("string");
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(manifest.requiresConfig).toBe(true);
    expect(manifest.modelCard.sections.map(({ id }) => id)).toEqual([
      "trainingData",
      "policyAndTaxonomy",
      "annotationMethodology",
      "performanceBenchmarks",
      "biasAndLimitations",
      "implementationGuidance",
      "relevantLinks",
    ]);
    for (const { inputType, key: name } of manifest.configurationFields) {
      expect(inputType).toBe(name === "apiKey" ? "password" : "text");
    }
  });

  it("has the package's version", () => {
    const { version } = require("@gavel/coop-plugin/package.json") as { version: string };
    expect(plugin.manifest.version).toBe(version);
  });

  it("creates one signal for each type of the manifest, each with a number", () => {
    const signals = plugin.createSignals({ integrationId: "GAVEL", getCredential: async () => undefined });
    expect(signals.map(({ signalTypeId }) => signalTypeId)).toEqual(plugin.manifest.signalTypeIds);
    for (const { signalTypeId, signal } of signals) {
      expect(signal).toMatchObject({
        id: { type: signalTypeId },
        outputType: { scalarType: "NUMBER" },
        eligibleInputs: ["STRING"],
        integration: "GAVEL",
      });
      expect(signal.getCost()).toBeGreaterThan(0);
    }
  });

  it("offers the policies of the starter library, or a custom list", () => {
    const library = listLibraryPolicies().map(({ id }) => id);
    const offered = signalOf("GAVEL_POLICY").eligibleSubcategories;
    expect(offered.map(({ id }) => id).toSorted()).toEqual(library.toSorted());
    expect(signalOf("GAVEL_DEFAULT_POLICY").eligibleSubcategories).toEqual([]);
    const own = createPlugin([{ id: "house-rules", label: "House rules" }]);
    expect(signalOf("GAVEL_POLICY", own).eligibleSubcategories).toEqual([
      { id: "house-rules", label: "House rules", childrenIds: [], children: [] },
    ]);
  });

  it("says what is missing in the settings", async () => {
    const signal = signalOf("GAVEL_POLICY");
    configs.set("odd", { baseUrl: "ftp://x", apiKey: key });
    configs.set("leaky", { baseUrl: "https://user:password@host", apiKey: key });
    expect(await signal.getDisabledInfo("org")).toEqual({ disabled: false });
    for (const orgId of ["nobody", "odd", "leaky"]) {
      expect(await signal.getDisabledInfo(orgId)).toEqual({
        disabled: true,
        disabledMessage: expect.any(String),
      });
    }
  });
});

describe("a signal run against the service", () => {
  it("scores under the policy of the condition and links to the verdict", async () => {
    const violating = await run({ value: text(fresh(VIOLATES)), contentId: "item-1" });
    const safe = await run({ contentId: "item-2", subcategory: "spam@1" });
    expect(violating).toMatchObject({ outputType: { scalarType: "NUMBER" }, score: expect.closeTo(0.95, 2) });
    expect(safe).toMatchObject({ outputType: { scalarType: "NUMBER" }, score: expect.closeTo(0.1, 2) });
    const link = (violating as SignalResult).matchedValue ?? "";
    expect(link.startsWith(`${http.url}/verdicts/`)).toBe(true);
    const { data } = (await (await http.call("/verdicts?external_id=item-1")).json()) as VerdictPage;
    expect(data.map(({ id }) => `${http.url}/verdicts/${id}`)).toEqual([link]);
  });

  it("scores under the default policy of the settings", async () => {
    const value = text(fresh(VIOLATES));
    expect(await run({ value, subcategory: undefined }, "GAVEL_DEFAULT_POLICY")).toMatchObject({
      score: expect.closeTo(0.95, 2),
    });
    expectError(await run({ subcategory: undefined, orgId: "no-default" }), /default policy/);
  });

  it.each<[string, object, RegExp]>([
    ["content that could not be judged", { value: text(`f ${FAILS}`) }, /failed/],
    ["an engine that is unavailable", { value: text(`o ${OUTAGE}`) }, /failed/],
    ["an unknown policy", { subcategory: "nowhere" }, /404 policy_not_found/],
    ["a subcategory that is not a policy", { subcategory: "Not A Policy" }, /not the id/],
    ["an image", { value: { type: "IMAGE", value: { url: "x" } } }, /not a text/],
    ["an empty text", { value: text("") }, /not a text/],
    ["no value", { value: undefined }, /not a text/],
    ["no organisation", { orgId: undefined }, /no organisation/],
    ["an organisation without settings", { orgId: "nobody" }, /address/],
  ])("has no score for %s", async (_name, fields, message) => expectError(await run(fields), message));

  it("reads references to policies as the service does", async () => {
    const faults = async (text: string): Promise<string> => {
      const result = await run({ subcategory: text });
      return "type" in result ? result.score.message : "";
    };
    for (const [text] of POLICY_REFS) expect(await faults(text), text).not.toContain("not the id");
    // An empty subcategory is no choice.
    for (const text of REFUSED_POLICY_REFS.filter((each) => each !== "")) {
      expect(await faults(text), text).toBe("The subcategory is not the id of a Gavel policy.");
    }
  });

  it.each([null, undefined, 3, "x", []])("has no score for the input %j", async (input) => {
    expectError(await signalOf("GAVEL_POLICY").run(input), /./);
  });

  it("has no score if the key is wrong, the service is down or the settings are broken", async () => {
    configs.set("wrong-key", { baseUrl: http.url, apiKey: "wrong" });
    configs.set("away", { baseUrl: "http://127.0.0.1:9", apiKey: key });
    expectError(await run({ orgId: "wrong-key" }), /401 unauthorized/);
    expectError(await run({ orgId: "away" }), /could not be reached/);
    const broken = plugin
      .createSignals({ integrationId: "GAVEL", getCredential: () => Promise.reject(new Error("password=x")) })
      .map(({ signal }) => signal.run({ value: text("x"), orgId: "org", subcategory: "spam" }));
    for (const result of await Promise.all(broken)) expectError(result, /^The settings could not be read$/);
  });

  it.each<[string, number, string, RegExp]>([
    ["HTML", 200, "<h1>proxy</h1>", /not a JSON object/],
    ["an empty body", 200, "", /not a JSON object/],
    ["a list", 200, "[]", /not a JSON object/],
    [
      "a record that is not judged yet",
      202,
      '{"id":"a","status":"queued","verdict":null}',
      /not judged: queued/,
    ],
    ["an empty record", 200, "{}", /not judged/],
    [
      "a verdict in another format",
      200,
      '{"id":"a","status":"completed","verdict":{"violation":"no"}}',
      /no verdict/,
    ],
    ["a redirect", 302, "", /could not be reached/],
    ["an error with a long body", 500, '{"code":"<script>"}', /^Gavel returned 500$/],
  ])("has no score for %s instead of a response", async (_name, status, body, message) => {
    const server = createServer((_request, response) => {
      response.writeHead(status, { location: http.url }).end(body);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    configs.set("other", { baseUrl: `http://127.0.0.1:${port}`, apiKey: key });
    expectError(await run({ orgId: "other" }), message);
  });

  it("uses the verdict as the score if the engine returns none, and rejects a score that is not a probability", async () => {
    const scores = ['"score":null', '"score":7', '"score":"1"'];
    for (const [index, score] of scores.entries()) {
      const violation = index % 2;
      const server = createServer((_request, response) => {
        response.end(`{"id":"a","status":"completed","verdict":{"violation":${violation}},${score}}`);
      });
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      configs.set("other", { baseUrl: `http://127.0.0.1:${port}`, apiKey: key });
      expect(await run({ orgId: "other" })).toMatchObject({ score: violation });
    }
  });
});
