import { sql } from "drizzle-orm";
import { rowsOf } from "../../../service/storage/database/database.ts";
import type { DemoService } from "../demo-service.ts";

interface Listed {
  readonly data: readonly {
    readonly id: string;
    readonly record: {
      readonly policy: { readonly id: string };
      readonly verdict: { readonly violation: 0 | 1 };
    };
  }[];
}

/** Two people decide some of what waits, one complaint arrives, and the rest has waited for some hours. */
export async function seedReviews(service: DemoService, key: string): Promise<void> {
  const { data } = await service.call<Listed>("/reviews?limit=50", { key });
  const decide = (id: string, ...argv: string[]): Promise<string> =>
    service.gavel(["review", "decide", id, ...argv], { key });
  const spam = data.filter(({ record }) => record.policy.id === "spam");
  const [first, second, third, fourth] = spam;
  await decide(first!.id, "agree", "--reviewer", "Ann");
  await service.gavel(
    ["review", "note", second!.id, "The member had asked for the link.", "--reviewer", "Ann"],
    { key },
  );
  await decide(second!.id, ...opposite(second!.record.verdict.violation, "SP1"), "--reviewer", "Ann");
  await decide(third!.id, "agree", "--reviewer", "Ben");
  await decide(fourth!.id, "escalate", "--reviewer", "Ben");
  const [insult, other] = data.filter(({ record }) => record.policy.id === "harassment");
  await decide(insult!.id, "agree", "--reviewer", "Ben");
  await decide(other!.id, "unsure", "--reviewer", "Ann");
  await service.gavel(["review", "appeal", first!.id, "The offer was for members of our own club."], { key });
  await service.running.parts.stores.database.run((session) =>
    rowsOf(
      session,
      sql`UPDATE gavel.reviews SET queued_at = queued_at - interval '47 minutes' * (1 + position % 5)`,
    ),
  );
}

function opposite(violation: 0 | 1, category: string): readonly string[] {
  const label = violation === 1 ? ["--violation", "0"] : ["--violation", "1", "--category", category];
  return ["overturn", ...label, "--reason", "A member asked for it in the same conversation."];
}
