interface Titled {
  readonly id: string;
  readonly title: string | null;
}

/** The title of a policy, or its id if it has none. */
export function policyTitle({ id, title }: Titled): string {
  return title === null || title.trim() === "" ? id : title;
}
