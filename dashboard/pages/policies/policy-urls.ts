const base = (id: string): string => `/app/policies/${encodeURIComponent(id)}`;

/** The addresses of a policy's pages. */
export const policyUrls = {
  policy: base,
  version: (id: string, version: number): string => `${base(id)}/versions/${version}`,
  edit: (id: string): string => `${base(id)}/edit`,
  editFrom: (id: string, version: number): string => `${base(id)}/edit?from=${version}`,
  diff: (id: string, from: number, to: number): string => `${base(id)}/diff?from=${from}&to=${to}`,
  evaluations: (id: string): string => `${base(id)}/evaluations`,
  compare: (id: string, baseId: string, candidateId: string): string =>
    `${base(id)}/compare?base=${baseId}&candidate=${candidateId}`,
  trials: (id: string): string => `${base(id)}/shadow`,
};
