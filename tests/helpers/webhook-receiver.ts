import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import type { WebhookEvent } from "../../schemas/webhook.ts";

export interface Received {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly event: WebhookEvent;
}

/** Responds to one delivery; `count` is the number of deliveries with this id, including this one. */
export type Answering = (received: Received, count: number, response: ServerResponse) => void;

/** A receiver on 127.0.0.1 that records requests, and responds with 204 unless configured otherwise. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  readonly #server: Server;
  #answer: Answering;

  private constructor(answer: Answering) {
    this.#answer = answer;
    this.#server = createServer((request, response) => void this.#receive(request, response));
  }

  static async start(
    answer: Answering = (_, __, response) => response.writeHead(204).end(),
    port = 0,
  ): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver(answer);
    receiver.#server.listen(port, "127.0.0.1");
    await once(receiver.#server, "listening");
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  get ids(): readonly string[] {
    return this.received.map(({ id }) => id);
  }

  answerWith(answer: Answering): void {
    this.#answer = answer;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    request.setEncoding("utf8");
    for await (const chunk of request) body += String(chunk);
    const headers = request.headers as Record<string, string>;
    const id = headers["webhook-id"] ?? "";
    const received = { id, headers, body, event: JSON.parse(body) as WebhookEvent };
    this.received.push(received);
    this.#answer(received, this.ids.filter((other) => other === id).length, response);
  }
}

/** Whether the official library accepts the delivery with this secret. */
export function verifies(secret: string, { body, headers }: Received): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
