/** The exit codes of the gavel command. A violating item is a success. */
export const EXIT = {
  ok: 0,
  error: 1,
  usage: 2,
  notJudged: 3,
  /** 128 + SIGINT, as shells report it. */
  interrupted: 130,
} as const;
