import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A TCP connection between a client and a server, with faults. */
export interface TcpProxy {
  /** The given URL with this proxy's address. */
  urlOf(target: string): string;
  /** Open connections stay open but carry no more data; new ones work. */
  muteOpen(): void;
  /** No connection, including new ones, carries data until `restore`. */
  muteAll(): void;
  /** Open connections are reset, and new ones refused, until `restore`. */
  refuse(): Promise<void>;
  /** New connections work again. Muted ones stay muted. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** Forwards a random port of 127.0.0.1 to the host and port of `target`. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port: targetPort } = new URL(target);
  const pairs = new Set<{ readonly client: Socket; readonly upstream: Socket }>();
  let silent = false;

  const accept = (client: Socket): void => {
    const upstream = connect(Number(targetPort), hostname);
    const pair = { client, upstream };
    pairs.add(pair);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.setNoDelay(true);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        pairs.delete(pair);
        other.destroy();
      });
    }
    if (silent) {
      mute(pair);
    } else {
      client.pipe(upstream);
      upstream.pipe(client);
    }
  };
  const mute = ({ client, upstream }: { readonly client: Socket; readonly upstream: Socket }): void => {
    client.unpipe(upstream);
    upstream.unpipe(client);
    // Received data is dropped, as by a broken network.
    client.resume();
    upstream.resume();
  };
  const destroyAll = (): void => {
    for (const { client, upstream } of pairs) {
      client.resetAndDestroy();
      upstream.destroy();
    }
  };

  let server: Server | null = await listen(accept, 0);
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    const closing = server;
    server = null;
    if (closing === null) return;
    const closed = once(closing, "close");
    closing.close();
    destroyAll();
    await closed;
  };
  return {
    urlOf: (url) => {
      const own = new URL(url);
      own.host = `127.0.0.1:${port}`;
      return own.href;
    },
    muteOpen: () => pairs.forEach(mute),
    muteAll: () => {
      silent = true;
      pairs.forEach(mute);
    },
    refuse: stop,
    restore: async () => {
      silent = false;
      server ??= await listen(accept, port);
    },
    close: stop,
  };
}

async function listen(accept: (client: Socket) => void, port: number): Promise<Server> {
  const server = createServer(accept).listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}
