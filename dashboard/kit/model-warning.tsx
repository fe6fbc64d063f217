/** That the verdicts of a model must not be relied on. Nothing if they may. */
export function ModelWarning({ warning }: { readonly warning: string | null }) {
  if (warning === null) return null;
  return (
    <p class="notice" role="note">
      {warning.charAt(0).toUpperCase() + warning.slice(1)}
    </p>
  );
}
