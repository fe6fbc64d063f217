import type { ComponentType } from "preact";
import type { Scope } from "./data/scope.ts";
import type { IconName } from "./kit/icon.tsx";

export interface PageModule {
  readonly Page: ComponentType;
}

export interface PageEntry {
  /** A pattern of preact-iso: "/app/verdicts/:id". */
  readonly path: string;
  /** In the window's title. A page with a subject of its own sets it with useTitle. */
  readonly title: string;
  /** Without it the page is not offered, and says so when it is opened. Null: any key. */
  readonly scope: Scope | null;
  readonly load: () => Promise<PageModule>;
  /** Its place in the rail. */
  readonly rail?: {
    readonly icon: IconName;
    /** After g: "l" for g l. */
    readonly key: string;
    /** Instead of `scope`: offered to keys that have one of these. */
    readonly scopes?: readonly Scope[];
  };
}
