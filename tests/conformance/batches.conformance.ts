import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import { type BatchFixture, batchFixture } from "./batches/batch-fixture.ts";
import { feedCases } from "./batches/feed-cases.ts";
import { lifecycleCases } from "./batches/lifecycle-cases.ts";
import { uploadCases } from "./batches/upload-cases.ts";
import type { OpenedDatabases } from "./stores.conformance.ts";

/** What every implementation of the batch store must do. */
export function batchesConformance(name: string, open: () => Promise<OpenedDatabases>): void {
  describe(`batches on ${name}`, () => {
    let opened: OpenedDatabases;
    let fixture: BatchFixture;
    beforeAll(async () => {
      opened = await open();
      fixture = batchFixture(opened);
    });
    afterAll(() => opened.close());
    beforeEach(() => fixture.finishAll());

    uploadCases(() => fixture);
    feedCases(() => fixture);
    lifecycleCases(() => fixture);
  });
}
