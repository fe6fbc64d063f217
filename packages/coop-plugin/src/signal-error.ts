/** Why there is no score. Contains nothing of the content or the key, and only the code of the service's response. */
export class GavelSignalError extends Error {
  override readonly name = "GavelSignalError";
}
