import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";

export interface ForeignSite {
  readonly port: number;
  close(): Promise<void>;
}

/** A page of another site, under each name of this machine but on another port, with a form that posts to `target`. */
export async function startForeignSite(target: string): Promise<ForeignSite> {
  const page = `<!doctype html><title>Prizes</title>
    <form method="post" enctype="text/plain" action="${target}"><input name="a" value="b"><button>Win</button></form>`;
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(page);
  });
  server.listen(0);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
