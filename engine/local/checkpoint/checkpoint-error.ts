/** A checkpoint that cannot be used as it is. The message names the file and the field or tensor. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
}
