import type { Member } from "./member.ts";

export type FleetHealth = { readonly status: "ready" } | { readonly status: "down"; readonly detail: string };

/** Whether a fleet can serve requests. `isDown` is undefined until a server has worked for the first time. */
export function fleetHealth(members: readonly Member<unknown>[], isDown: boolean | undefined): FleetHealth {
  if (isDown === undefined) return { status: "down", detail: "No model server has responded yet." };
  const count = members.length;
  if (isDown) {
    const which = count === 1 ? "The model server" : `All ${count} model servers`;
    return { status: "down", detail: `${which} failed; each is retried within seconds.` };
  }
  const isUseful = ({ health, silent }: Member<unknown>) => health.status !== "ejected" && !silent;
  if (members.some(isUseful)) return { status: "ready" };
  const which = count === 1 ? "The model server does" : `The ${count} model servers do`;
  return { status: "down", detail: `${which} not respond.` };
}
