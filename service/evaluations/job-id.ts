const PREFIX = "evaluation-";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The job of a judgement. A worker distinguishes it from the job of an item, whose id is the id of its record. */
export function evaluationJobId(judgementId: string): string {
  return PREFIX + judgementId;
}

/** The id of the judgement; null for the job of an item. */
export function judgementOfJob(jobId: string): string | null {
  const id = jobId.startsWith(PREFIX) ? jobId.slice(PREFIX.length) : "";
  return UUID.test(id) ? id : null;
}
