import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./public-address.ts";

/** The name leads to no address that may be connected to. */
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
 * A `lookup` for sockets that yields public addresses only. The address that was looked at is the address
 * that is connected to, so that a name which changes its mind between the two (DNS rebinding) gains nothing.
 * Sockets do not call it where the host is an address already.
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
        return callback(new AddressRefusedError("The name leads to no public address"), []);
      }
      if (options.all === true) callback(null, [...allowed]);
      else callback(null, first.address, first.family);
    });
  };
}

/** Whether a name leads to public addresses; null where it cannot be resolved at present. */
export function leadsToPublicAddress(
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
