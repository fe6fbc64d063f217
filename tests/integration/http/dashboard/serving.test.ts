import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { request } from "node:http";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DashboardFiles } from "../../../../service/http/dashboard/dashboard-files.ts";
import type { AppEnv } from "../../../../service/http/dependencies.ts";
import { requestId } from "../../../../service/http/middleware/request-id.ts";
import { securityHeaders } from "../../../../service/http/middleware/security-headers.ts";
import { problemResponse, toProblem } from "../../../../service/http/problem.ts";
import { dashboardRoutes } from "../../../../service/http/routes/dashboard.ts";
import { type RunningServer, startServer } from "../../../../service/http/server.ts";
import { ServiceError } from "../../../../service/errors.ts";
import { rawGet } from "../service.ts";

const SHELL = `<!doctype html><title>Gavel</title>${"<!-- space -->".repeat(50)}<script type="module" src="assets/main-1.js"></script>\n`;
const SCRIPT = `export const words = ${JSON.stringify("a dashboard ".repeat(200))};\n`;
/** A PNG signature: too short to be compressed. */
const IMAGE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

const root = mkdtempSync(path.join(tmpdir(), "gavel-dashboard-"));
const built = path.join(root, "built");
let server: RunningServer;

beforeAll(async () => {
  build(built, SHELL);
  writeFileSync(path.join(root, "secret.js"), "outside");
  server = await serve(built);
});
afterAll(async () => {
  await server.close({ graceMs: 0 });
  rmSync(root, { recursive: true });
});

function build(directory: string, shell: string): void {
  mkdirSync(path.join(directory, "assets", "pages"), { recursive: true });
  writeFileSync(path.join(directory, "assets", "main-1.js"), SCRIPT);
  writeFileSync(path.join(directory, "assets", "main-1.js.map"), "{}");
  writeFileSync(path.join(directory, "assets", "pages", "live-2.js"), "export {};\n");
  writeFileSync(path.join(directory, "assets", "icon-3.png"), IMAGE);
  writeFileSync(path.join(directory, "index.html"), shell);
}

async function serve(directory: string): Promise<RunningServer> {
  const app = new Hono<AppEnv>().use(requestId, securityHeaders);
  app.onError((error, c) => problemResponse(toProblem(error, c.get("requestId"))));
  app.notFound((c) => problemResponse(toProblem(new ServiceError("not_found", ""), c.get("requestId"))));
  dashboardRoutes(app, new DashboardFiles(directory));
  return startServer(app, { host: "127.0.0.1", port: 0 });
}

function get(
  target: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(server.url + target, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

describe("the page", () => {
  it.each(["/app/", "/app/live", "/app/policies/spam/versions/3", "/app/nowhere?x=1", "/app/live.js"])(
    "is served at %s, whatever the browser accepts",
    async (target) => {
      const { status, headers, body } = await get(target);
      expect(status).toBe(200);
      expect(headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(headers["cache-control"]).toBe("no-cache");
      expect(body.toString()).toBe(SHELL);
    },
  );

  it("may load and run only its own files", async () => {
    const { headers } = await get("/app/");
    const policy = headers["content-security-policy"] as string;
    expect(policy.split("; ").toSorted()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "font-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "require-trusted-types-for 'script'",
      "script-src 'self'",
      "style-src 'self'",
    ]);
    expect(policy).not.toContain("unsafe");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
  });

  it("is at /app/, to which /app redirects", async () => {
    const { status, headers } = await get("/app");
    expect(status).toBe(308);
    expect(headers["location"]).toBe("/app/");
  });
});

describe("an asset", () => {
  it("may be stored forever, since its name contains a hash", async () => {
    const { status, headers, body } = await get("/app/assets/main-1.js");
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(headers["vary"]).toBe("Accept-Encoding");
    expect(body.toString()).toBe(SCRIPT);
  });

  it("may be in a folder", async () => {
    expect((await get("/app/assets/pages/live-2.js")).status).toBe(200);
  });

  it("is compressed for clients that accept it", async () => {
    const { headers, body } = await get("/app/assets/main-1.js", { "accept-encoding": "br, gzip" });
    expect(headers["content-encoding"]).toBe("gzip");
    expect(headers["content-length"]).toBe(String(body.byteLength));
    expect(gunzipSync(body).toString()).toBe(SCRIPT);
  });

  it.each(["identity", "br", "gzip;q=0", ""])(
    "is not compressed for Accept-Encoding: %s",
    async (accepted) => {
      const { headers, body } = await get("/app/assets/main-1.js", { "accept-encoding": accepted });
      expect(headers["content-encoding"]).toBeUndefined();
      expect(body.toString()).toBe(SCRIPT);
    },
  );

  it("is not compressed if that does not make it smaller", async () => {
    const { headers, body } = await get("/app/assets/icon-3.png", { "accept-encoding": "gzip" });
    expect(headers["content-encoding"]).toBeUndefined();
    expect(headers["content-type"]).toBe("image/png");
    expect(new Uint8Array(body)).toEqual(IMAGE);
  });

  it("has an entity tag for each encoding, and is not sent again to a client that has it", async () => {
    const plain = await get("/app/assets/main-1.js");
    const compressed = await get("/app/assets/main-1.js", { "accept-encoding": "gzip" });
    const etag = String(plain.headers["etag"]);
    expect(compressed.headers["etag"]).not.toBe(etag);
    const repeated = await get("/app/assets/main-1.js", { "if-none-match": etag });
    expect(repeated.status).toBe(304);
    expect(repeated.body.byteLength).toBe(0);
    expect(repeated.headers["etag"]).toBe(etag);
    const other = await get("/app/assets/main-1.js", { "if-none-match": etag, "accept-encoding": "gzip" });
    expect(other.status).toBe(200);
  });

  it("responds to HEAD like GET, without a body", async () => {
    for (const target of ["/app/", "/app/assets/main-1.js"]) {
      const whole = await get(target);
      const { status, headers, body } = await get(target, {}, "HEAD");
      expect(status).toBe(200);
      expect(body.byteLength).toBe(0);
      expect(headers["content-length"]).toBe(String(whole.body.byteLength));
      expect(headers["etag"]).toBe(whole.headers["etag"]);
    }
  });

  it.each([
    "/app/assets/",
    "/app/assets/none.js",
    "/app/assets/index.html",
    "/app/assets/main-1.js.map",
    "/app/assets/main-1.js/",
    "/app/assets//main-1.js",
    "/app/assets/pages",
    "/app/assets/..%2findex.html",
    "/app/assets/..%2f..%2fsecret.js",
    "/app/assets/%2e%2e%2fsecret.js",
    "/app/assets/..%5c..%5csecret.js",
    "/app/assets/%00",
    "/app/assets/__proto__",
    "/app/assets/%",
    `/app/assets/${"x".repeat(5000)}`,
  ])("%s does not exist", async (target) => {
    const { status, body } = await rawGet(server.url, target);
    expect(status).toBe(404);
    expect(JSON.parse(body)).toMatchObject({ code: "not_found" });
  });

  it.each([
    "/app/assets/../../secret.js",
    "/app/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/app/../secret.js",
  ])("%s reads nothing outside", async (target) => {
    const { body } = await rawGet(server.url, target);
    expect(body).not.toContain("outside");
    expect(body).not.toContain("root:");
  });
});

describe("a dashboard that is not built", () => {
  it("is replaced by a page that says how to build it, and is served once it is built or rebuilt", async () => {
    const directory = path.join(root, "later");
    const later = await serve(directory);
    try {
      const absent = await fetch(`${later.url}/app/live`);
      expect(absent.status).toBe(404);
      expect(absent.headers.get("content-type")).toBe("text/html; charset=UTF-8");
      expect(await absent.text()).toContain("npm run build");
      expect((await fetch(`${later.url}/app/assets/main-1.js`)).status).toBe(404);
      mkdirSync(directory);
      writeFileSync(path.join(directory, "index.html"), "incomplete");
      for (const target of ["/app/live", "/app/assets/main-1.js"]) {
        expect((await fetch(later.url + target)).status).toBe(500);
      }
      build(directory, "<!doctype html><p>first");
      expect(await (await fetch(`${later.url}/app/live`)).text()).toContain("first");
      expect((await fetch(`${later.url}/app/assets/main-1.js`)).status).toBe(200);
      build(directory, "<!doctype html><p>second");
      utimesSync(path.join(directory, "index.html"), new Date(), new Date(Date.now() + 10_000));
      expect(await (await fetch(`${later.url}/app/live`)).text()).toContain("second");
    } finally {
      await later.close({ graceMs: 0 });
    }
  });
});
