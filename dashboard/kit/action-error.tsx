import { ConnectionError, GavelError } from "../../packages/client/src/client.ts";

/** Why an action failed, next to where it was started. Nothing while there is no error. */
export function ActionError({ error }: { readonly error: unknown }) {
  if (error === undefined || error === null) return null;
  const { title, detail, requestId } = explain(error);
  return (
    <div class="action-error" role="alert">
      <strong>{title}</strong>
      {detail !== "" && <p>{detail}</p>}
      {requestId !== undefined && (
        <p class="muted">
          Request <code>{requestId}</code>
        </p>
      )}
    </div>
  );
}

function explain(error: unknown): { title: string; detail: string; requestId?: string | undefined } {
  if (error instanceof ConnectionError) {
    return {
      title: "The service cannot be reached",
      detail:
        "If the connection broke while this was being sent, it may have been done. Check before you try again.",
    };
  }
  if (error instanceof GavelError && error.problem !== null) {
    const { title, detail, errors, request_id: requestId } = error.problem;
    const faults = (errors ?? []).map(({ pointer, message }) => `${pointer} ${message}`.trim());
    return { title, detail: [detail, ...faults].filter(Boolean).join(" "), requestId };
  }
  return { title: "The action failed", detail: error instanceof Error ? error.message : "" };
}
