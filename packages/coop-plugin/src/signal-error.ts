/** Why there is no score. Holds nothing of the content, the key or the service's answer but its code. */
export class GavelSignalError extends Error {
  override readonly name = "GavelSignalError";
}
