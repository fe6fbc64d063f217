import { client } from "../../data/client.ts";
import { useCan } from "../../data/session.ts";
import { useResource } from "../../data/use-resource.ts";
import { Select } from "../../kit/select.tsx";

export interface PolicyChoiceProps {
  /** Empty: all. */
  readonly policyId: string;
  readonly onChange: (policyId: string) => void;
  /** The policies that are already known, for keys that may not list policies. */
  readonly known?: readonly string[];
}

/** One policy, or all. */
export function PolicyChoice({ policyId, onChange, known = [] }: PolicyChoiceProps) {
  const mayList = useCan()("policies:read");
  const policies = useResource(
    async (signal) => (mayList ? (await client.call("listPolicies", { signal })).data.data : []),
    [mayList],
  );
  const titles = new Map((policies.data ?? []).map(({ id, title }) => [id, title ?? id]));
  const ids = [...new Set([...titles.keys(), ...known, ...(policyId === "" ? [] : [policyId])])];
  return (
    <Select
      label="Policy"
      value={policyId}
      options={[
        { value: "", words: "All policies" },
        ...ids.map((id) => ({ value: id, words: titles.get(id) ?? id })),
      ]}
      onChange={onChange}
    />
  );
}
