import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { ENV_NAMES } from "../../../service/config/env.ts";

interface Service {
  readonly profiles?: readonly string[];
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly ports?: readonly string[];
  readonly healthcheck?: object;
  readonly volumes?: readonly (string | { readonly source: string })[];
}

const text = readFileSync(new URL("../../../docker-compose.yml", import.meta.url), "utf8");
const { services, volumes } = parse(text, { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};

/** The services that start under a profile. */
function under(profile: string): string[] {
  return Object.keys(services).filter((name) => services[name]?.profiles?.includes(profile) ?? true);
}

describe("docker-compose.yml", () => {
  it("starts one kind of worker under each profile, and none that cannot run there", () => {
    expect(under("cpu")).toEqual(["api", "worker-cpu", "redis", "postgres"]);
    expect(under("gpu")).toEqual(["api", "worker-gpu", "redis", "postgres"]);
    expect(under("vllm")).toEqual(["api", "worker-vllm", "vllm", "redis", "postgres"]);
  });

  it("makes every service wait until the services that it needs are healthy, and they start with it", () => {
    for (const profile of ["cpu", "gpu", "vllm"]) {
      const started = under(profile);
      for (const [name, { condition }] of started.flatMap((name) =>
        Object.entries(services[name]?.depends_on ?? {}),
      )) {
        expect([started.includes(name), condition]).toEqual([true, "service_healthy"]);
        expect(services[name]?.healthcheck, name).toBeDefined();
      }
    }
  });

  it("points the vllm worker at vLLM, which is pinned, caches prefixes and parses no reasoning", () => {
    const { vllm, "worker-vllm": worker } = services;
    expect(worker?.environment).toMatchObject({
      GAVEL_ENGINE: "remote",
      GAVEL_ENGINE_KIND: "vllm",
      GAVEL_ENGINE_URLS: "${GAVEL_ENGINE_URLS:-http://vllm:8000}",
      DATABASE_URL: expect.stringContaining("@postgres:5432/"),
      REDIS_URL: "redis://redis:6379",
    });
    expect(worker?.environment).not.toHaveProperty("GAVEL_MODEL_DIR");
    expect(worker?.depends_on).toHaveProperty("vllm");
    expect(vllm?.image).toMatch(/^vllm\/vllm-openai:\$\{VLLM_VERSION:-v\d+\.\d+\.\d+\}$/);
    expect(vllm?.command?.[0]).toBe(worker?.environment?.["GAVEL_ENGINE_MODEL"]);
    expect(vllm?.command).toEqual(
      expect.arrayContaining(["--enable-prefix-caching", "--enable-prompt-tokens-details"]),
    );
    expect(vllm?.command?.join(" ")).not.toMatch(/reasoning-parser|no-enable-prefix-caching/);
    expect(vllm?.environment).toEqual({ HF_TOKEN: "${HF_TOKEN:-}" });
    expect(vllm).toMatchObject({
      deploy: {
        resources: { reservations: { devices: [{ driver: "nvidia", count: 1, capabilities: ["gpu"] }] } },
      },
    });
  });

  it("gives the gpu worker a GPU, and an image that requests its Vulkan driver", () => {
    expect(services["worker-gpu"]).toMatchObject({
      environment: { GAVEL_EXECUTION_PROVIDER: "webgpu", GAVEL_MODEL_DIR: "/model" },
      deploy: {
        resources: { reservations: { devices: [{ driver: "nvidia", count: 1, capabilities: ["gpu"] }] } },
      },
    });
    const image = readFileSync(new URL("../../../Dockerfile", import.meta.url), "utf8");
    expect(image).toMatch(/^ENV NVIDIA_DRIVER_CAPABILITIES=.*\bgraphics\b/m);
    expect(image).toContain("libvulkan1");
  });

  it("passes on only variables that the service reads", () => {
    for (const name of ["api", "worker-cpu", "worker-gpu", "worker-vllm"]) {
      const passed = Object.keys(services[name]?.environment ?? {});
      expect(passed.length).toBeGreaterThan(10);
      expect(ENV_NAMES).toEqual(expect.arrayContaining(passed));
    }
  });

  it("passes on every variable, except for those that the containers set", () => {
    const passed = Object.values(services).flatMap(({ environment }) => Object.keys(environment ?? {}));
    const fixed = ["HOST", "PORT", "DATA_DIR", "GAVEL_ENGINE_API_KEY"];
    expect(ENV_NAMES.filter((name) => !passed.includes(name) && !fixed.includes(name))).toEqual([]);
  });

  it("publishes only the API, and names every volume that it uses", () => {
    expect(Object.keys(services).filter((name) => services[name]?.ports !== undefined)).toEqual(["api"]);
    const named = Object.values(services)
      .flatMap((service) => service.volumes ?? [])
      .flatMap((volume) => (typeof volume === "string" ? [volume.split(":")[0]!] : []));
    expect(named.toSorted()).toEqual(Object.keys(volumes).toSorted());
  });

  it("runs the vLLM version that the operations guide shows, and the guide's Kubernetes example is valid YAML", () => {
    const guide = readFileSync(new URL("../../../docs/operations.md", import.meta.url), "utf8");
    const sketch = [...guide.matchAll(/^```yaml\n([^`]+)^```/gm)].find(([, block]) =>
      block?.includes("StatefulSet"),
    );
    const documents = parseAllDocuments(sketch?.[1] ?? "");
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    const [service, set] = documents.map((document) => document.toJS() as Record<string, object>);
    expect(service?.["metadata"]).not.toEqual({ name: "vllm" });
    const version = /:-(v[\d.]+)\}/.exec(services["vllm"]?.image ?? "")?.[1];
    expect(JSON.stringify(set?.["spec"])).toContain(`"image":"vllm/vllm-openai:${version}"`);
  });

  it("requires no variable that only another profile needs", () => {
    const required = new Set([...text.matchAll(/\$\{([A-Z_]+):\?/g)].map((match) => match[1]));
    expect([...required].toSorted()).toEqual(["GAVEL_API_KEY", "POSTGRES_PASSWORD"]);
  });
});
