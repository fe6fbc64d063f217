import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Home, homeSchema } from "../../../../schemas/home.ts";
import { compileValidator } from "../../../../schemas/validate.ts";
import { HttpService } from "../service.ts";

let http: HttpService;
beforeAll(async () => {
  http = await HttpService.start();
});
afterAll(() => http.stop());

const CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

describe("GET /", () => {
  it("redirects a browser to the dashboard, without a key", async () => {
    const response = await http.call("/", { key: null, headers: { accept: CHROMIUM } });
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe("/app/");
    expect(response.headers.get("vary")).toBe("Accept");
  });

  it.each(["*/*", "application/json", ""])("returns links to a client that accepts %s", async (accept) => {
    const response = await http.call("/", { key: null, headers: { accept } });
    expect(response.status).toBe(200);
    const validation = compileValidator<Home>(homeSchema)(await response.json());
    if (!validation.ok) throw new Error(JSON.stringify(validation.faults));
    for (const link of Object.values(validation.value.links)) {
      // The dashboard may not be built in the tree that is tested.
      const { status } = await http.call(link);
      expect(link === "/app/" ? [200, 404] : [200]).toContain(status);
    }
  });
});

describe("the dashboard's paths", () => {
  it("are the only ones that need no key", async () => {
    for (const path of ["/app/", "/app/live", "/app/assets/none.js", "/app"]) {
      expect((await http.call(path, { key: null })).status, path).not.toBe(401);
    }
    for (const path of ["/apps", "/app-x", "//app/", "/APP/"]) {
      expect((await http.call(path, { key: null })).status, path).toBe(401);
    }
  });

  it("support only reading", async () => {
    const response = await http.call("/app/live", { key: null, method: "POST" });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toContain("GET");
  });

  it("are measured by pattern", async () => {
    await http.call("/app/measured-page", { key: null });
    const text = await (await http.call("/metrics")).text();
    expect(text).toContain('route="/app/*"');
    expect(text).not.toContain("measured-page");
  });
});
