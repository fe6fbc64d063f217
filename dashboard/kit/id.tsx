import { CopyButton } from "./copy-button.tsx";

export interface IdProps {
  readonly id: string;
  /** What it is the id of. */
  readonly of: string;
  /** Show the last characters only: ids of one time begin alike. */
  readonly short?: boolean;
}

export function Id({ id, of, short = false }: IdProps) {
  return (
    <span class="id">
      <code title={id}>{short ? `…${id.slice(-8)}` : id}</code>
      <CopyButton text={id} label={`Copy the id of the ${of}`} />
    </span>
  );
}
