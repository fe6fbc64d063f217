import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import type { DemoService } from "../demo-service.ts";

const POLL_MS = 500;

/** Sends contents to their policies, and waits until all are settled. */
export async function judgeAll(
  service: DemoService,
  contents: Readonly<Record<string, readonly string[]>>,
  key: string,
): Promise<void> {
  const ids: string[] = [];
  for (const [policy, texts] of Object.entries(contents)) {
    for (const content of texts) {
      const number = ids.length + 1;
      const metadata = { source: "posts", author: `member-${400 + ((number * 37) % 90)}` };
      const { id } = await service.call<VerdictRecord>("/classify", {
        key,
        headers: { prefer: "respond-async" },
        json: { policy_id: policy, content, metadata, external_id: `post-${51_200 + number * 7}` },
      });
      ids.push(id);
    }
  }
  for (const id of ids) {
    while (!["completed", "failed"].includes((await service.call<VerdictRecord>(`/verdicts/${id}`)).status)) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}
