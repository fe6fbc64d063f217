import { createTestModel } from "../../helpers/test-model.ts";
import type { ModelServerOptions } from "../../helpers/model-server/options.ts";
import { type ModelServer, startModelServer } from "../../helpers/model-server/start-model-server.ts";

/** A closed schema with a choice, a number and a short text. */
export const SCHEMA = {
  type: "object",
  properties: {
    violation: { type: "integer", enum: [0, 1] },
    rationale: { type: "string", minLength: 1, maxLength: 12 },
  },
  required: ["violation", "rationale"],
  additionalProperties: false,
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The formats under test are those of the servers. */
  readonly body: any;
}

/** Starts servers with one checkpoint, and stops them all. */
export class Servers {
  readonly #started: ModelServer[] = [];
  readonly #model = createTestModel();

  async start(options: Omit<ModelServerOptions, "modelDirectory">): Promise<ModelServer> {
    const { modelDirectory } = (await this.#model).options as { readonly modelDirectory: string };
    const server = await startModelServer({ ...options, modelDirectory });
    this.#started.push(server);
    return server;
  }

  async stopServers(): Promise<void> {
    await Promise.all(this.#started.splice(0).map((server) => server.stop()));
  }

  async stop(): Promise<void> {
    await this.stopServers();
    await (await this.#model).remove();
  }
}

export async function get({ url }: ModelServer, path: string): Promise<Answer> {
  return answer(await fetch(url + path));
}

export async function post(
  { url }: ModelServer,
  path: string,
  body: unknown,
  { headers = {}, signal }: { readonly headers?: Record<string, string>; readonly signal?: AbortSignal } = {},
): Promise<Answer> {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
  return answer(await fetch(url + path, signal === undefined ? init : { ...init, signal }));
}

async function answer(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = response.headers.get("content-type")?.startsWith("application/json") === true;
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
}
