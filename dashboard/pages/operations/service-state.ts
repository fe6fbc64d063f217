import type { Schemas } from "../../../packages/client/src/client.ts";

export type ServiceState = Schemas["ServiceState"];
export type ServiceProcess = ServiceState["processes"][number];
export type Worker = NonNullable<ServiceProcess["worker"]>;
export type KeyQueue = ServiceState["queue"]["keys"][number];
