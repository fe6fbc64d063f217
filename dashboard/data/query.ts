/** The query of a URL: its last value for each name. */
export type Query = Readonly<Record<string, string>>;
