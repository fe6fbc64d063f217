import { useLocation } from "preact-iso/router";
import type { Policy, PolicyVersion } from "../../../packages/client/src/client.ts";
import { Id } from "../../kit/id.tsx";
import { Table } from "../../kit/table.tsx";
import { Tag } from "../../kit/tag.tsx";
import { Time } from "../../kit/time.tsx";
import { KeyName } from "./key-name.tsx";
import { policyUrls } from "./policy-urls.ts";
import { useUploaders } from "./use-uploaders.ts";

export interface VersionsProps {
  readonly policy: Policy;
  /** Newest first. */
  readonly versions: readonly PolicyVersion[];
}

export function Versions({ policy, versions }: VersionsProps) {
  const { route } = useLocation();
  const uploaders = useUploaders(policy.id);
  const stop = (event: Event): void => event.stopPropagation();
  return (
    <Table
      label="Versions"
      noun="version"
      rows={versions}
      rowKey={({ version }) => String(version)}
      onOpen={({ version }) => route(policyUrls.version(policy.id, version))}
      columns={[
        {
          title: "Version",
          width: "minmax(120px, 1fr)",
          cell: ({ version, active }) => (
            <span class="row row-tight">
              <a href={policyUrls.version(policy.id, version)} tabIndex={-1} onClick={stop}>
                {version}
              </a>
              {active && <Tag tone="allowed">Active</Tag>}
              {!active && version > (policy.active_version ?? 0) && <Tag tone="review">Draft</Tag>}
            </span>
          ),
        },
        { title: "Stored", width: "120px", cell: ({ created_at: at }) => <Time at={at} /> },
        {
          title: "By",
          width: "minmax(0, 1fr)",
          wideOnly: true,
          cell: ({ version }) => <KeyName id={uploaders.get(version)} />,
        },
        { title: "Tokens", width: "80px", wideOnly: true, numeric: true, cell: ({ tokens }) => tokens },
        {
          title: "SHA-256",
          width: "140px",
          wideOnly: true,
          cell: ({ sha256 }) => <Id id={sha256} of="document" short />,
        },
        {
          title: "Compare",
          width: "minmax(110px, 1fr)",
          cell: (version) => <DiffLink policy={policy} version={version} onClick={stop} />,
        },
      ]}
    />
  );
}

/** Compares with the active version; the active version is compared with the one before it. */
function DiffLink({
  policy: { id, active_version: active },
  version: { version },
  onClick,
}: {
  readonly policy: Policy;
  readonly version: PolicyVersion;
  readonly onClick: (event: Event) => void;
}) {
  const other = active === null || active === version ? version - 1 : active;
  if (other < 1) return <>–</>;
  const [from, to] = other < version ? [other, version] : [version, other];
  return (
    <a href={policyUrls.diff(id, from, to)} tabIndex={-1} onClick={onClick}>
      {`with version ${other}`}
    </a>
  );
}
