import { useState } from "preact/hooks";
import type { Schemas } from "../../../../packages/client/src/client.ts";
import { client } from "../../../data/client.ts";
import { useTask } from "../../../data/use-task.ts";
import { useKeys } from "../../../keys/use-keys.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { CheckMark } from "../../../kit/check-mark.tsx";
import { Id } from "../../../kit/id.tsx";
import { Section } from "../../../kit/section.tsx";
import { verificationWords } from "./verification-words.ts";

type Verification = Schemas["AuditVerification"];

/** Checks the chain of hashes on request. */
export function VerifyLog() {
  const [result, setResult] = useState<Verification | null>(null);
  const { busy, error, run } = useTask();
  const verify = (): void =>
    run(async () => setResult((await client.call("verifyAuditLog", { timeoutMs: 600_000 })).data));
  useKeys([{ keys: "v", words: "Verify the audit log", run: verify }]);
  const button = (
    <Button onClick={verify} disabled={busy} keys="v">
      {busy ? "Verifying…" : "Verify the log"}
    </Button>
  );
  return (
    <Section title="Integrity" aside={button}>
      <div class="panel stack-tight" role="status">
        {result === null ? (
          <p class="muted">
            Each entry has a hash over itself and the hash of the one before it. Verifying computes all of
            them again.
          </p>
        ) : (
          <>
            <CheckMark ok={result.valid} words={result.valid ? "The log is intact" : "The log was changed"} />
            <p>{verificationWords(result)}</p>
            {result.head !== null && (
              <p class="row">
                Head {result.head.position}: <Id id={result.head.hash} of="head" />
              </p>
            )}
            <p class="muted">
              Whoever controls the database could replace the whole chain. Keep the head elsewhere, or check
              an export with <code>gavel audit verify --head</code>.
            </p>
          </>
        )}
        <ActionError error={error} />
      </div>
    </Section>
  );
}
