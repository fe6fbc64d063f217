import { useMemo } from "preact/hooks";
import type { Activation, Policy, PolicyVersion } from "../../../packages/client/src/client.ts";
import { useQueryState } from "../../data/query-state.ts";
import { Button } from "../../kit/button.tsx";
import { Definitions } from "../../kit/definitions.tsx";
import { Section } from "../../kit/section.tsx";
import { Tag } from "../../kit/tag.tsx";
import { Time } from "../../kit/time.tsx";
import { Activations } from "./activations.tsx";
import { blocksOf } from "./document/blocks.ts";
import { codeLines } from "./document/code-lines.ts";
import { Codes } from "./document/codes.tsx";
import { Document } from "./document/document.tsx";
import { Outline } from "./document/outline.tsx";
import { SourceText } from "./document/source-text.tsx";
import { PolicyActions } from "./policy-actions.tsx";
import { PolicyHead } from "./policy-head.tsx";
import { policyTitle } from "./policy-title.ts";
import { Targets } from "./targets.tsx";
import { Versions } from "./versions.tsx";

export interface PolicyViewProps {
  readonly policy: Policy;
  readonly version: PolicyVersion;
  readonly source: string;
  /** Newest first. */
  readonly versions: readonly PolicyVersion[];
  readonly activations: readonly Activation[];
  readonly onChanged: () => void;
}

export function PolicyView(props: PolicyViewProps) {
  const { policy, version, source, versions, activations, onChanged } = props;
  const [query, setQuery] = useQueryState();
  const blocks = useMemo(() => blocksOf(source), [source]);
  const lines = useMemo(
    () => codeLines(blocks, [...version.categories.map(({ code }) => code), ...version.rules]),
    [blocks, version],
  );
  const showsSource = query["view"] === "source";
  return (
    <>
      <PolicyHead id={policy.id} title={policyTitle(policy)} what={null}>
        <PolicyActions policy={policy} version={version} activations={activations} onChanged={onChanged} />
      </PolicyHead>
      <p class="row">
        <VersionState policy={policy} version={version} />
        <span class="muted">
          stored <Time at={version.created_at} />, {version.tokens} tokens
        </span>
      </p>
      {version.description !== null && <p class="text">{version.description}</p>}
      <div class="split">
        <Section
          title={`Text of version ${version.version}`}
          aside={
            <Button pressed={showsSource} onClick={() => setQuery({ view: showsSource ? null : "source" })}>
              As uploaded
            </Button>
          }
        >
          {showsSource ? <SourceText source={source} /> : <Document blocks={blocks} />}
        </Section>
        <aside class="stack" aria-label="About the version">
          <Section title="Codes">
            <Codes version={version} lines={lines} />
          </Section>
          {!showsSource && (
            <Section title="Outline">
              <Outline blocks={blocks} />
            </Section>
          )}
          <Section title="Settings">
            <Definitions
              items={[
                ["Effort", version.reasoning_effort ?? "that of the service"],
                ["SHA-256", <code class="hash">{version.sha256}</code>],
              ]}
            />
          </Section>
          {version.targets !== null && (
            <Section title="Targets">
              <Targets targets={version.targets} />
            </Section>
          )}
        </aside>
      </div>
      <Section title="Versions">
        <Versions policy={policy} versions={versions} />
      </Section>
      <Section title="Activations">
        <Activations activations={activations} />
      </Section>
    </>
  );
}

function VersionState({ policy, version }: Pick<PolicyViewProps, "policy" | "version">) {
  if (policy.archived) return <Tag>Archived: new items are refused</Tag>;
  if (version.active) return <Tag tone="allowed">{`Version ${version.version} is active`}</Tag>;
  const active = policy.active_version;
  return (
    <Tag tone="review">
      {active === null
        ? `Version ${version.version} is a draft; no version is active`
        : `Version ${version.version} is not active; version ${active} is`}
    </Tag>
  );
}
