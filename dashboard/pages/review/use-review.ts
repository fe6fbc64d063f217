import { useEffect, useRef, useState } from "preact/hooks";
import { ConnectionError, GavelError } from "../../../packages/client/src/client.ts";
import { reportConnection } from "../../data/connection.ts";
import { reportSignedOut } from "../../data/signed-out.ts";
import { showToast } from "../../kit/toast-store.ts";
import { type LostReason, lostReason } from "./lost-reason.ts";
import * as api from "./review-api.ts";
import { counted, type DecisionKind, newTally, rested, type Tally } from "./tally.ts";

export type ReviewView =
  | { readonly kind: "claiming" }
  | { readonly kind: "item"; readonly item: api.ReviewItem; readonly claimedAt: number }
  | { readonly kind: "empty" }
  | { readonly kind: "break"; readonly since: number }
  | { readonly kind: "lost"; readonly reason: LostReason }
  | { readonly kind: "failed"; readonly error: unknown };

/** The last decision, while it can be undone. */
export interface LastDecision {
  readonly id: string;
  readonly decision: DecisionKind;
  readonly until: number;
}

export interface ReviewOptions extends api.QueueChoice {
  readonly reviewer: string;
  /** The id of one item to review; null: the next one. */
  readonly itemId: string | null;
  /** Called to review the next item instead of the one in the address. */
  readonly onNext: () => void;
}

export interface Review {
  readonly view: ReviewView;
  readonly last: LastDecision | null;
  readonly tally: Tally;
  readonly next: () => void;
  readonly decide: (request: Omit<api.DecideRequest, "reviewer">) => void;
  readonly skip: () => void;
  readonly undo: () => void;
  readonly extend: () => void;
  /** Returns whether it was saved. */
  readonly note: (text: string) => Promise<boolean>;
  readonly takeBreak: () => void;
  readonly putOffBreak: () => void;
}

const UNDO_MS = 60_000;

/** The work of one reviewer: the items of one queue, one after the other. */
export function useReview(options: ReviewOptions): Review {
  const { policyId, state, reviewer, itemId, onNext } = options;
  const [view, setView] = useState<ReviewView>({ kind: "claiming" });
  const [last, setLast] = useState<LastDecision | null>(null);
  const [tally, setTally] = useState(() => newTally(Date.now()));
  /** The item that is held now, to release it when the page is left. */
  const held = useRef<string | null>(null);
  const busy = useRef(false);
  const claims = useRef(0);
  /** The note that is being saved: a decision waits for it, and is not made if it fails. */
  const noted = useRef<Promise<boolean>>(Promise.resolve(true));
  /** A released item must be free before the next claim, which may be under another name. */
  const released = useRef<Promise<void>>(Promise.resolve());

  const show = (item: api.ReviewItem): void => {
    held.current = item.id;
    setView({ kind: "item", item, claimedAt: Date.now() });
  };
  const lose = (error: unknown): void => {
    held.current = null;
    const reason = lostReason(error);
    setView(reason === null ? { kind: "failed", error } : { kind: "lost", reason });
  };
  const fail = (error: unknown): void => {
    if (reported(error)) return;
    if (lostReason(error) !== null) lose(error);
    else showToast(explain(error));
  };
  const giveBack = (): void => {
    if (held.current !== null) released.current = api.release(held.current, reviewer);
    held.current = null;
  };
  const claim = (id: string | null): void => {
    claims.current += 1;
    const own = claims.current;
    setView({ kind: "claiming" });
    const claimed = released.current.then(() =>
      id === null ? api.claimNext({ policyId, state }, reviewer) : api.claimItem(id, reviewer),
    );
    claimed.then(
      (item) => {
        if (own === claims.current) return item === null ? setView({ kind: "empty" }) : show(item);
        if (item !== null && item.id !== held.current) released.current = api.release(item.id, reviewer);
      },
      (error: unknown) => {
        if (own === claims.current && !reported(error)) lose(error);
      },
    );
  };
  useEffect(() => {
    claim(itemId);
    const onHide = (): void => giveBack();
    addEventListener("pagehide", onHide);
    return () => {
      removeEventListener("pagehide", onHide);
      claims.current += 1;
      giveBack();
    };
  }, [policyId, state, reviewer, itemId]);

  /** One change at a time; a second key press in the meantime does nothing. */
  const change = (work: (id: string) => Promise<void>): void => {
    const id = held.current;
    if (id === null || busy.current) return;
    busy.current = true;
    noted.current
      .then((saved) => (saved ? work(id) : undefined))
      .catch(fail)
      .finally(() => (busy.current = false));
  };
  const goOn = (): void => {
    held.current = null;
    // Without an item in the address the effect does not run again.
    if (itemId === null) claim(null);
    else onNext();
  };
  return {
    view,
    last,
    tally,
    next: () => {
      giveBack();
      goOn();
    },
    decide: (request) =>
      change(async (id) => {
        await api.decide(id, { ...request, reviewer });
        const { decision } = request;
        setLast({ id, decision, until: Date.now() + UNDO_MS });
        setTally((old) => counted(old, decision, 1));
        goOn();
      }),
    skip: () =>
      change(async (id) => {
        await api.skip(id, reviewer);
        goOn();
      }),
    undo: () => {
      if (last === null || busy.current || Date.now() > last.until) return;
      busy.current = true;
      api
        .undo(last.id, reviewer)
        .then(
          (item) => {
            claims.current += 1;
            if (held.current !== item.id) giveBack();
            setLast(null);
            setTally((old) => counted(old, last.decision, -1));
            show(item);
          },
          (error: unknown) => {
            if (!reported(error)) showToast(explain(error));
          },
        )
        .finally(() => (busy.current = false));
    },
    extend: () => {
      const id = held.current;
      const isHeld = (): boolean => held.current === id && !busy.current;
      if (id === null || !isHeld()) return;
      api.claimItem(id, reviewer).then(
        (item) => {
          if (isHeld()) show(item);
        },
        (error: unknown) => {
          if (isHeld()) fail(error);
        },
      );
    },
    note: (text) => {
      const id = held.current;
      if (id === null) return Promise.resolve(false);
      const saving = api.addNote(id, text, reviewer).then(
        () => {
          showToast("The note was saved.");
          return true;
        },
        (error: unknown) => {
          fail(error);
          return false;
        },
      );
      // Only a decision that is made meanwhile depends on it.
      noted.current = saving;
      void saving.then(() => {
        if (noted.current === saving) noted.current = Promise.resolve(true);
      });
      return saving;
    },
    takeBreak: () => {
      claims.current += 1;
      giveBack();
      setTally((old) => rested(old, Date.now()));
      setView({ kind: "break", since: Date.now() });
    },
    putOffBreak: () => setTally((old) => rested(old, Date.now())),
  };
}

/** If the session has ended, the sign-in page opens; a lost connection is reported, and the item stays on the page. */
function reported(error: unknown): boolean {
  if (error instanceof GavelError && error.status === 401) {
    reportSignedOut();
    return true;
  }
  if (error instanceof ConnectionError) reportConnection(true);
  return false;
}

function explain(error: unknown): string {
  if (error instanceof ConnectionError) return "Not saved: the service cannot be reached. Try again.";
  if (error instanceof GavelError && error.problem !== null) {
    const { title, detail, errors } = error.problem;
    const first = errors?.[0];
    return [title, first === undefined ? detail : `${first.pointer.slice(1)} ${first.message}`]
      .filter(Boolean)
      .join(": ");
  }
  return "Not saved, for an unknown reason. Try again.";
}
