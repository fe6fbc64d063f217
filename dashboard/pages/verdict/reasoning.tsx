import { useState } from "preact/hooks";
import { client } from "../../data/client.ts";
import { useCan } from "../../data/session.ts";
import { useResource } from "../../data/use-resource.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { Loaded } from "../../kit/loaded.tsx";
import { PlainText } from "../../kit/plain-text.tsx";
import { Section } from "../../kit/section.tsx";
import { Shielded } from "../../kit/shield.tsx";

/** How the model arrived at the verdict, on request: it is long, may repeat the content, and explains less than the rationale. */
export function Reasoning({ id }: { readonly id: string }) {
  const mayRead = useCan()("reasoning:read");
  const [shown, setShown] = useState(false);
  useKeys(
    mayRead
      ? [
          {
            keys: "r",
            words: shown ? "Hide the reasoning" : "Show the reasoning",
            run: () => setShown(!shown),
          },
        ]
      : [],
  );
  if (!mayRead) return null;
  return (
    <Section
      title="Reasoning of the model"
      aside={
        <Button keys="r" expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? "Hide" : "Show"}
        </Button>
      }
    >
      {shown ? (
        <ShownReasoning id={id} />
      ) : (
        <p class="muted">For audit. It may repeat the content, and is not a statement of reasons.</p>
      )}
    </Section>
  );
}

function ShownReasoning({ id }: { readonly id: string }) {
  const reasoning = useResource(
    async (signal) =>
      (await client.call("getReasoning", { path: { verdict_id: id }, signal })).data.reasoning,
    [id],
  );
  return (
    <Loaded resource={reasoning} scope="reasoning:read" what="the reasoning">
      {(text) =>
        text === null || text === "" ? (
          <p class="muted">There is none: the model wrote none, or it is no longer kept.</p>
        ) : (
          <Shielded>
            <PlainText text={text} label="Text of the reasoning" />
          </Shielded>
        )
      }
    </Loaded>
  );
}
