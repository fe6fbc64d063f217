import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./public-address.ts";

/** The name resolves to no address to which connections are allowed. */
export class AddressRefusedError extends Error {
  override readonly name = "AddressRefusedError";
}

export type Resolve = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void;

const resolveAll: Resolve = (hostname, callback) =>
  dnsLookup(hostname, { all: true }, (error, addresses) => callback(error, addresses));

/**
 * Creates a `lookup` for sockets that returns public addresses only. The socket connects to the address that was
 * checked, which prevents DNS rebinding. Sockets do not call it if the host is an address.
 */
export function guardedLookup(resolve: Resolve = resolveAll): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const allowed = addresses.filter(
        ({ address, family }) =>
          isPublicAddress(address) && (!options.family || familyOf(options.family) === family),
      );
      const [first] = allowed;
      if (first === undefined) {
        return callback(new AddressRefusedError("The name resolves to no public address"), []);
      }
      if (options.all === true) callback(null, [...allowed]);
      else callback(null, first.address, first.family);
    });
  };
}

/** Whether a name resolves to a public address; null if it cannot be resolved now. */
export function resolvesToPublicAddress(
  hostname: string,
  resolve: Resolve = resolveAll,
): Promise<boolean | null> {
  return new Promise((done) => {
    resolve(hostname, (error, addresses) =>
      done(error === null ? addresses.some(({ address }) => isPublicAddress(address)) : null),
    );
  });
}

function familyOf(family: number | "IPv4" | "IPv6"): number {
  return family === "IPv4" ? 4 : family === "IPv6" ? 6 : family;
}
