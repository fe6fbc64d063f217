import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Cdn } from "./cdn.ts";
import { LoopbackServer } from "./loopback-server.ts";

const PAGE = 3;

export interface HubRepo {
  readonly commit: string;
  readonly files: Readonly<Record<string, Buffer>>;
}

/** A response instead of the hub's own: a status and its headers. */
export type HubFault = readonly [status: number, headers?: Readonly<Record<string, string>>];

/**
 * The paths of the Hugging Face hub that a pull requests, for the given files: a model's commit, its tree in
 * pages, and `resolve`, which sends small files itself and redirects big ones (safetensors, bin) to the CDN.
 */
export class ModelHub {
  readonly cdn: Cdn;
  readonly #repos = new Map<string, HubRepo>();
  readonly #faults: HubFault[] = [];
  #server!: LoopbackServer;
  /** Required for every request, if set. */
  token: string | null = null;
  /** Sizes that the tree reports instead of the true ones. */
  readonly announced = new Map<string, number>();

  private constructor(cdn: Cdn) {
    this.cdn = cdn;
  }

  static async start(): Promise<ModelHub> {
    const hub = new ModelHub(await Cdn.start());
    hub.#server = await LoopbackServer.start((request, response) => hub.#answer(request, response));
    return hub;
  }

  get url(): string {
    return this.#server.url;
  }

  get requests(): readonly IncomingMessage[] {
    return this.#server.requests;
  }

  /** Makes these files the `main` branch of a repository. Returns the commit, which is derived from them. */
  publish(repo: string, files: Readonly<Record<string, Buffer>>): string {
    const commit = sha1(JSON.stringify(Object.entries(files).map(([name, body]) => [name, sha256(body)])));
    this.#repos.set(repo, { commit, files });
    for (const body of Object.values(files)) this.cdn.add(sha256(body), body);
    return commit;
  }

  failNext(...faults: readonly HubFault[]): void {
    this.#faults.push(...faults);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#server.stop(), this.cdn.stop()]);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const fault = this.#faults.shift();
    if (fault !== undefined) return void response.writeHead(...fault).end();
    if (this.token !== null && request.headers.authorization !== `Bearer ${this.token}`) {
      return void response.writeHead(401, { "x-error-code": "RepoNotFound" }).end();
    }
    const url = new URL(request.url ?? "/", this.url);
    const [, repo = "", action = "", revision = "", name = ""] =
      /^\/(?:api\/models\/)?([^/]+\/[^/]+)\/(revision|tree|resolve)\/([^/]+)(?:\/(.+))?$/.exec(
        url.pathname,
      ) ?? [];
    const found = this.#repos.get(repo);
    if (found === undefined) return void response.writeHead(404, { "x-error-code": "RepoNotFound" }).end();
    if (revision !== "main" && revision !== found.commit) {
      return void response.writeHead(404, { "x-error-code": "RevisionNotFound" }).end();
    }
    if (action === "revision") return sendJson(response, { _id: "1", id: repo, sha: found.commit });
    if (action === "tree") return this.#sendTree(response, url, found);
    return this.#sendFile(response, decodeURIComponent(name), found);
  }

  #sendTree(response: ServerResponse, url: URL, { files }: HubRepo): void {
    const from = Number(url.searchParams.get("cursor") ?? 0);
    const entries = Object.entries(files).map(([name, body]) => {
      const size = this.announced.get(name) ?? body.length;
      return {
        type: "file",
        path: name,
        size,
        oid: gitBlobId(body),
        ...(isBig(name) ? { lfs: { oid: sha256(body), size, pointerSize: 134 } } : {}),
      };
    });
    if (from + PAGE < entries.length) {
      url.searchParams.set("cursor", String(from + PAGE));
      response.setHeader("link", `<${url.href}>; rel="next"`);
    }
    sendJson(response, entries.slice(from, from + PAGE));
  }

  #sendFile(response: ServerResponse, name: string, { files }: HubRepo): void {
    const body = files[name];
    if (body === undefined) {
      response.writeHead(404, { "x-error-code": "EntryNotFound" }).end();
    } else if (!isBig(name)) {
      response.writeHead(200, { "content-length": body.length }).end(body);
    } else {
      response.writeHead(302, { location: `${this.cdn.url}/${sha256(body)}?signature=valid` }).end();
    }
  }
}

function isBig(name: string): boolean {
  return /\.(?:safetensors|bin)$/.test(name);
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function sha256(body: Buffer): string {
  return createHash("sha256").update(body).digest("hex");
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}

function gitBlobId(body: Buffer): string {
  return createHash("sha1").update(`blob ${body.length}\0`).update(body).digest("hex");
}
