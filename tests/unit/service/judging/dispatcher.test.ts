import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import type { DispatchLimits } from "../../../../service/judging/backlog-store.ts";
import { Dispatcher, type DispatcherDependencies } from "../../../../service/judging/dispatcher.ts";
import { eventually } from "../../../helpers/eventually.ts";

const IDLE = { waiting: 0, delayed: 0, active: 0 };
const JOBS = [{ id: "item", priority: "interactive" }] as const;
const NOTHING_LEFT = { jobs: [], hasMore: false };

interface Fakes {
  readonly counts?: () => Promise<typeof IDLE>;
  readonly dispatch: (room: DispatchLimits) => ReturnType<DispatcherDependencies["backlog"]["dispatch"]>;
  readonly add?: (ids: readonly string[]) => Promise<void>;
}

/** A dispatcher on scripted stores. */
function startDispatcher({ counts = async () => IDLE, dispatch, add = async () => undefined }: Fakes) {
  const log: { msg: string }[] = [];
  const returnToBacklog: string[] = [];
  const dispatcher = new Dispatcher({
    otherBatchJobs: async () => 0,
    config: {
      limits: {},
      queue: { interactiveSlotsPercent: 0 },
    } as unknown as DispatcherDependencies["config"],
    workers: { capacity: async () => ({ slots: 1, perSecond: null }) },
    queue: { counts, add: (jobs) => add(jobs.map(({ id }) => id)) },
    backlog: { dispatch, returnToBacklog: async (ids) => void returnToBacklog.push(...ids) },
    verdicts: { onSettled: () => () => undefined },
    logger: pino({ level: "error" }, { write: (line) => void log.push(JSON.parse(line)) }),
    turnTimeoutMs: 20,
  });
  onTestFinished(() => dispatcher.close());
  dispatcher.start();
  return { dispatcher, log, returnToBacklog };
}

it("abandons a turn whose store does not respond, logs that once, and continues with the next", async () => {
  let turns = 0;
  const { log } = startDispatcher({
    counts: () => {
      turns += 1;
      return turns <= 2 ? new Promise(() => undefined) : Promise.resolve(IDLE);
    },
    dispatch: async () => NOTHING_LEFT,
  });
  await eventually(() => expect(turns).toBeGreaterThan(2));
  expect(log.map(({ msg }) => msg)).toEqual(["accepted items were not dispatched"]);
});

it("takes nothing from the backlog in a turn that has exceeded its time", async () => {
  let respond: (counts: typeof IDLE) => void = () => undefined;
  let turns = 0;
  let dispatched = 0;
  const { dispatcher } = startDispatcher({
    counts: () => {
      turns += 1;
      return new Promise((resolve) => (respond = turns === 1 ? resolve : respond));
    },
    dispatch: async () => {
      dispatched += 1;
      return NOTHING_LEFT;
    },
  });
  await eventually(() => expect(turns).toBe(2));
  respond(IDLE);
  await dispatcher.close();
  expect(dispatched).toBe(0);
});

it("still adds the jobs of items that a late turn has taken from the backlog", async () => {
  let respond = (): void => undefined;
  let turns = 0;
  const added: string[] = [];
  startDispatcher({
    dispatch: () => {
      turns += 1;
      if (turns > 1) return Promise.resolve(NOTHING_LEFT);
      return new Promise((resolve) => (respond = () => resolve({ jobs: JOBS, hasMore: false })));
    },
    add: async (ids) => void added.push(...ids),
  });
  await eventually(() => expect(turns).toBeGreaterThan(1));
  respond();
  await eventually(() => expect(added).toEqual(["item"]));
});

it("returns items to the backlog whose jobs could not be added", async () => {
  let turns = 0;
  const { returnToBacklog } = startDispatcher({
    dispatch: async () => {
      turns += 1;
      return turns === 1 ? { jobs: JOBS, hasMore: false } : NOTHING_LEFT;
    },
    add: async () => {
      throw new Error("the queue is down");
    },
  });
  await eventually(() => expect(returnToBacklog).toEqual(["item"]));
});
