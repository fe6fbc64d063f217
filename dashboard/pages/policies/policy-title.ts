interface Titled {
  readonly id: string;
  readonly title: string | null;
}

/** What people call a policy. */
export function policyTitle({ id, title }: Titled): string {
  return title === null || title.trim() === "" ? id : title;
}
