import { useSession } from "../../data/session.ts";

export interface KeyNameProps {
  /** Undefined: unknown. Null: the service itself. */
  readonly id: string | null | undefined;
}

/** Whose key it was: yours by its name, any other by its id. */
export function KeyName({ id }: KeyNameProps) {
  const { key } = useSession();
  if (id === undefined) return <span class="muted">unknown</span>;
  if (id === null) return <>the service</>;
  return id === key.id ? <>{`${key.name} (you)`}</> : <code title="The id of the API key">{id}</code>;
}
