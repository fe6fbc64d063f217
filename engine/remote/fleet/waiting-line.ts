import { EngineAbortedError, type EngineError } from "../../errors.ts";
import { chooseWaiter, type WaitingKey } from "./choose-waiter.ts";
import type { Lease } from "./lease.ts";
import type { Member } from "./member.ts";

interface Waiter<S> extends WaitingKey {
  overtaken: number;
  readonly grant: (lease: Lease<S>) => void;
  readonly refuse: (error: EngineError) => void;
}

/** Requests that wait for a slot of a fleet, oldest first. */
export class WaitingLine<S> {
  readonly #waiters: Waiter<S>[] = [];

  /**
   * Adds a request with its key's order of servers. Resolves when `serve` grants it a slot; rejects with
   * EngineAbortedError when `signal` is aborted.
   */
  join(order: readonly number[], signal: AbortSignal): Promise<Lease<S>> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(abortedError());
      const leave = (): void => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        reject(abortedError());
      };
      const waiter: Waiter<S> = {
        order,
        overtaken: 0,
        grant: (lease) => {
          signal.removeEventListener("abort", leave);
          resolve(lease);
        },
        refuse: (error) => {
          signal.removeEventListener("abort", leave);
          reject(error);
        },
      };
      signal.addEventListener("abort", leave, { once: true });
      this.#waiters.push(waiter);
    });
  }

  /** Grants waiting requests the free slots of the servers. `lease` takes a slot. */
  serve(members: readonly Member<S>[], lease: (member: Member<S>) => Lease<S>): void {
    const choose = () => chooseWaiter(this.#waiters, members);
    for (let next = choose(); next !== undefined; next = choose()) {
      const [waiter] = this.#waiters.splice(next.waiter, 1);
      for (const passed of this.#waiters.slice(0, next.waiter)) passed.overtaken += 1;
      waiter!.grant(lease(members[next.server]!));
    }
  }

  /** Rejects all waiting requests. */
  refuse(error: EngineError): void {
    for (const waiter of this.#waiters.splice(0)) waiter.refuse(error);
  }
}

function abortedError(): EngineAbortedError {
  return new EngineAbortedError("The request was aborted while it waited for a model server.");
}
