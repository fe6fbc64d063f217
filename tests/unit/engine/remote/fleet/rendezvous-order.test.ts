import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rendezvousOrder } from "../../../../../engine/remote/fleet/rendezvous-order.ts";

const urls = fc.uniqueArray(fc.webUrl(), { minLength: 1, maxLength: 8 });

function ordered(key: string, servers: readonly string[]): string[] {
  return rendezvousOrder(key, servers).map((index) => servers[index]!);
}

describe("rendezvousOrder", () => {
  it("names every server once, and depends on neither their order nor the process", () => {
    fc.assert(
      fc.property(fc.string(), urls, (key, servers) => {
        const order = ordered(key, servers);
        expect(order.toSorted()).toEqual(servers.toSorted());
        expect(ordered(key, servers.toReversed())).toEqual(order);
      }),
    );
    // Must never change: workers of two versions must agree during an upgrade.
    expect(rendezvousOrder("sha256:1", ["http://a", "http://b", "http://c", "http://d"])).toEqual([
      3, 2, 0, 1,
    ]);
  });

  it("moves only the keys whose first choice is the leaving server", () => {
    fc.assert(
      fc.property(fc.string(), urls, fc.nat(), (key, servers, pick) => {
        const left = servers[pick % servers.length]!;
        const rest = servers.filter((url) => url !== left);
        expect(ordered(key, rest)).toEqual(ordered(key, servers).filter((url) => url !== left));
      }),
    );
  });

  it("gives each server about its share of many keys", () => {
    const servers = [
      "http://10.0.0.1:8000",
      "http://10.0.0.2:8000",
      "http://10.0.0.3:8000",
      "http://10.0.0.4:8000",
    ];
    const homes = [0, 0, 0, 0];
    for (let key = 0; key < 4_000; key += 1) homes[rendezvousOrder(`policy-${key}`, servers)[0]!]! += 1;
    // Binomial(4000, 1/4): standard deviation 27.
    for (const keys of homes) expect(Math.abs(keys - 1_000)).toBeLessThan(140);
  });

  it("distinguishes pairs that are equal when joined", () => {
    const same = Array.from({ length: 64 }, (_, n) => {
      const one = rendezvousOrder(`k${n}`, ["1a", "1b", "1c", "1d"]);
      const other = rendezvousOrder(`k${n}1`, ["a", "b", "c", "d"]);
      return one.join() === other.join();
    });
    expect(same).toContain(false);
  });
});
