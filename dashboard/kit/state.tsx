import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "./button.tsx";
import { Command } from "./command.tsx";

/** Data that is loaded in less time shows no skeleton, so that nothing flashes. */
const SKELETON_AFTER_MS = 200;

export interface EmptyStateProps {
  readonly title: string;
  /** What will appear here, and how. */
  readonly children: ComponentChildren;
  /** A command that makes something appear. */
  readonly command?: string;
}

export function EmptyState({ title, children, command }: EmptyStateProps) {
  return (
    <div class="state">
      <h2>{title}</h2>
      <p>{children}</p>
      {command !== undefined && <Command>{command}</Command>}
    </div>
  );
}

export function LoadingState({ what = "the data" }: { readonly what?: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  return (
    <div class="skeleton" role="status" aria-label={`Loading ${what}`}>
      <span />
      <span />
      <span />
      <span />
    </div>
  );
}

export interface ErrorStateProps {
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly onRetry?: () => void;
  /** The label of its button. */
  readonly retry?: string;
  /** To find the request in the log of the service. */
  readonly requestId?: string | undefined;
}

export function ErrorState({ title, children, onRetry, retry = "Try again", requestId }: ErrorStateProps) {
  return (
    <div class="state" role="alert">
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {onRetry !== undefined && <Button onClick={onRetry}>{retry}</Button>}
      {requestId !== undefined && (
        <p class="muted">
          Request <code>{requestId}</code>: the log of the service has a line with it.
        </p>
      )}
    </div>
  );
}

/** The session's key lacks a scope. */
export function ForbiddenState({ scope }: { readonly scope: string }) {
  return (
    <div class="state">
      <h2>Your key does not allow this</h2>
      <p>
        It needs the scope <code>{scope}</code>. Ask an administrator for a key that has it, then sign in
        again with that key.
      </p>
      <Command>{`gavel keys create --name my-key --scope ${scope}`}</Command>
    </div>
  );
}

export function OfflineState() {
  return (
    <div class="state" role="alert">
      <h2>The service cannot be reached</h2>
      <p>The page retries automatically, and appears as soon as the service responds.</p>
    </div>
  );
}
