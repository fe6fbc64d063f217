import { CopyButton } from "./copy-button.tsx";

export interface IdProps {
  readonly id: string;
  /** What it is the id of. */
  readonly of: string;
  /** Shows only the last characters: ids that were created at about the same time begin with the same ones. */
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
