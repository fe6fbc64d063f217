/**
 * Takes a screenshot of every page of the dashboard: light and dark, from narrow to wide, of a service with believable data.
 *
 *     npm run screenshots -- DIRECTORY [--data DIRECTORY] [--only NAME,…] [--width N,…] [--serve]
 *
 * --data keeps the data, so that the next run need not judge it again. --serve leaves the service running, to look around.
 */
import { mkdirSync } from "node:fs";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { provideDashboard } from "../helpers/built-dashboard.ts";
import { makeDataDirectory } from "../helpers/pglite.ts";
import { ADMIN_KEY, DemoService } from "./demo-service.ts";
import { seed } from "./seed/seed.ts";
import { listShots } from "./shots.ts";
import { takeAll } from "./take.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: "string" },
    only: { type: "string" },
    width: { type: "string" },
    serve: { type: "boolean", default: false },
  },
});
const [directory] = positionals;
if (directory === undefined) throw new Error("Name the directory that the screenshots are written to.");
mkdirSync(directory, { recursive: true });

await provideDashboard();
const temporary = values.data === undefined ? makeDataDirectory() : null;
const service = await DemoService.start(values.data ?? temporary!.path);
try {
  const { data } = await service.call<{ readonly data: readonly unknown[] }>("/evaluations");
  if (data.length === 0) await seed(service);
  const only = values.only?.split(",");
  const shots = (await listShots(service)).filter(({ name }) => only?.includes(name) ?? true);
  const widths = values.width?.split(",").map(Number);
  const faults = await takeAll(service.url, shots, directory, widths === undefined ? {} : { widths });
  for (const fault of faults) console.error(fault);
  if (values.serve) {
    console.log(`${service.url}/app/ (sign in with ${ADMIN_KEY})`);
    await once(process, "SIGINT");
  }
} finally {
  await service.close();
  temporary?.remove();
}
process.exit();
