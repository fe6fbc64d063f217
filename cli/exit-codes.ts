/** What the gavel command ends with. A violating item is a success. */
export const EXIT = {
  ok: 0,
  error: 1,
  usage: 2,
  notJudged: 3,
  /** 128 + SIGINT, as shells count. */
  interrupted: 130,
} as const;
