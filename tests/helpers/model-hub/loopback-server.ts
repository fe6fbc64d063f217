import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on 127.0.0.1 that records the requests it receives. */
export class LoopbackServer {
  readonly requests: IncomingMessage[] = [];
  readonly #server: Server;

  private constructor(handle: (request: IncomingMessage, response: ServerResponse) => void) {
    this.#server = createServer((request, response) => {
      this.requests.push(request);
      handle(request, response);
    });
  }

  static async start(
    handle: (request: IncomingMessage, response: ServerResponse) => void,
  ): Promise<LoopbackServer> {
    const server = new LoopbackServer(handle);
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
