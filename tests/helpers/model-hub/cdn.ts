import type { IncomingMessage, ServerResponse } from "node:http";
import type { CdnFault } from "./cdn-fault.ts";
import { LoopbackServer } from "./loopback-server.ts";

/** The content network that a hub redirects to: big files by their sha256, with ranges, and with faults on request. */
export class Cdn {
  readonly #contents = new Map<string, Buffer>();
  readonly #faults: CdnFault[] = [];
  #server!: LoopbackServer;
  /** For every further response, after the queued faults. */
  always: CdnFault | null = null;

  static async start(): Promise<Cdn> {
    const cdn = new Cdn();
    cdn.#server = await LoopbackServer.start((request, response) => cdn.#answer(request, response));
    return cdn;
  }

  get url(): string {
    return this.#server.url;
  }

  get requests(): readonly IncomingMessage[] {
    return this.#server.requests;
  }

  /** Range headers so far; null for a request without one. */
  get ranges(): readonly (string | null)[] {
    return this.requests.map(({ headers }) => headers.range ?? null);
  }

  /** Faults for the next responses, one each. */
  failNext(...faults: readonly CdnFault[]): void {
    this.#faults.push(...faults);
  }

  add(sha256: string, content: Buffer): void {
    this.#contents.set(sha256, content);
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? "/", this.url);
    const content = this.#contents.get(pathname.slice(1));
    if (content === undefined || searchParams.get("signature") !== "valid") {
      response.writeHead(403).end();
      return;
    }
    const fault = this.#faults.shift() ?? this.always;
    if (fault?.kind === "status") {
      response.writeHead(fault.status, fault.headers ?? {}).end();
      return;
    }
    const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
    const start = asked === null || fault?.kind === "ignore range" ? null : Number(asked[1]);
    if (start !== null && start >= content.length) {
      response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
      return;
    }
    sendBytes(response, content, start, fault);
  }
}

function sendBytes(
  response: ServerResponse,
  content: Buffer,
  start: number | null,
  fault: CdnFault | null,
): void {
  const from = fault?.kind === "wrong range" ? Math.max(0, (start ?? 0) - 1) : (start ?? 0);
  let body = Buffer.from(content.subarray(from));
  const total = fault?.kind === "claim" ? fault.total : content.length;
  if (fault?.kind === "corrupt") body[body.length - 1]! ^= 1;
  if (fault?.kind === "short") body = body.subarray(0, Math.max(0, body.length - fault.by));
  if (fault?.kind === "long") body = Buffer.concat([body, Buffer.alloc(fault.by)]);
  // Without a length the body is sent in chunks, and the server marks its end.
  const open = fault?.kind === "short" || fault?.kind === "long";
  response.writeHead(start === null ? 200 : 206, {
    ...(open ? {} : { "content-length": total - from }),
    ...(start === null ? {} : { "content-range": `bytes ${from}-${total - 1}/${total}` }),
  });
  if (fault?.kind === "cut") response.write(body.subarray(0, fault.after), () => response.socket?.destroy());
  else if (fault?.kind === "stall") response.write(body.subarray(0, fault.after));
  else if (fault?.kind === "claim") response.write(body, () => response.socket?.destroy());
  else response.end(body);
}
