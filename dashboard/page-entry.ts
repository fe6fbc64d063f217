import type { ComponentType } from "preact";
import type { Scope } from "./data/scope.ts";
import type { IconName } from "./kit/icon.tsx";

export interface PageModule {
  readonly Page: ComponentType;
}

export interface PageEntry {
  /** A pattern of preact-iso: "/app/verdicts/:id". */
  readonly path: string;
  /** In the window's title. A page about one subject sets its own title with useTitle. */
  readonly title: string;
  /** The scope that the page needs. Without it the page is not offered, and says so when it is opened. Null: none. */
  readonly scope: Scope | null;
  readonly load: () => Promise<PageModule>;
  /** Its place in the rail. */
  readonly rail?: {
    readonly icon: IconName;
    /** The key that follows g: "l" for g l. */
    readonly key: string;
    /** Instead of `scope`: offered to keys that have one of these. */
    readonly scopes?: readonly Scope[];
  };
}
