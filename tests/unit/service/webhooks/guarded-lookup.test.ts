import type { LookupAddress } from "node:dns";
import { describe, expect, it } from "vitest";
import {
  AddressRefusedError,
  guardedLookup,
  resolvesToPublicAddress,
  type Resolve,
} from "../../../../service/webhooks/guarded-lookup.ts";

const PUBLIC_4 = { address: "8.8.8.8", family: 4 };
const PUBLIC_6 = { address: "2606:4700:4700::1111", family: 6 };
const LOOPBACK = { address: "127.0.0.1", family: 4 };
const MAPPED = { address: "::ffff:10.0.0.1", family: 6 };

function resolving(...addresses: LookupAddress[]): Resolve {
  return (_, callback) => callback(null, addresses);
}

const failing: Resolve = (_, callback) => callback(Object.assign(new Error("no"), { code: "ENOTFOUND" }), []);

function lookedUp(resolve: Resolve, options: object): Promise<unknown> {
  return new Promise((done) => {
    guardedLookup(resolve)("name.example", options, (error, address, family) =>
      done(error ?? (family === undefined ? address : [address, family])),
    );
  });
}

describe("guardedLookup", () => {
  it("returns only the public addresses of a name", async () => {
    const mixed = resolving(LOOPBACK, MAPPED, PUBLIC_4, PUBLIC_6);
    expect(await lookedUp(mixed, { all: true })).toEqual([PUBLIC_4, PUBLIC_6]);
    expect(await lookedUp(mixed, {})).toEqual(["8.8.8.8", 4]);
    expect(await lookedUp(mixed, { family: 6 })).toEqual(["2606:4700:4700::1111", 6]);
    expect(await lookedUp(mixed, { family: "IPv4", all: true })).toEqual([PUBLIC_4]);
  });

  it("refuses a name without public addresses", async () => {
    for (const options of [{ all: true }, {}]) {
      expect(await lookedUp(resolving(LOOPBACK, MAPPED), options)).toBeInstanceOf(AddressRefusedError);
      expect(await lookedUp(resolving(), options)).toBeInstanceOf(AddressRefusedError);
    }
  });

  it("passes on the resolver's errors", async () => {
    expect(await lookedUp(failing, { all: true })).toMatchObject({ code: "ENOTFOUND" });
  });
});

describe("resolvesToPublicAddress", () => {
  it("distinguishes public, not public and unknown", async () => {
    expect(await resolvesToPublicAddress("x", resolving(LOOPBACK, PUBLIC_4))).toBe(true);
    expect(await resolvesToPublicAddress("x", resolving(LOOPBACK))).toBe(false);
    expect(await resolvesToPublicAddress("x", failing)).toBeNull();
  });
});
