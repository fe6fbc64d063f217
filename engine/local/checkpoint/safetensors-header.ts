import { CheckpointError } from "./checkpoint-error.ts";

/** Element size in bytes, for the dtypes of the safetensors format that are not smaller than a byte. */
const DTYPE_BYTES: ReadonlyMap<string, number> = new Map([
  ["BOOL", 1],
  ["U8", 1],
  ["I8", 1],
  ["F8_E5M2", 1],
  ["F8_E4M3", 1],
  ["F8_E8M0", 1],
  ["I16", 2],
  ["U16", 2],
  ["F16", 2],
  ["BF16", 2],
  ["I32", 4],
  ["U32", 4],
  ["F32", 4],
  ["F64", 8],
  ["I64", 8],
  ["U64", 8],
]);

/** The limit of the reference implementation, against malicious headers that exhaust memory. */
export const MAX_HEADER_BYTES = 100_000_000;

export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Offsets into the data section, which starts directly after the header. */
  readonly begin: number;
  readonly end: number;
}

/**
 * Parses the JSON header of a safetensors file and checks that the tensors cover the data section of
 * `dataBytes` bytes without overlap or gap, as the format requires.
 *
 * Format: github.com/huggingface/safetensors, README. Throws CheckpointError naming the tensor.
 */
export function parseSafetensorsHeader(header: Uint8Array, dataBytes: number): Map<string, TensorEntry> {
  const entries = new Map<string, TensorEntry>();
  for (const [name, value] of Object.entries(parseJsonObject(header))) {
    if (name !== "__metadata__") entries.set(name, parseEntry(name, value));
  }
  checkTiling(entries, dataBytes);
  return entries;
}

function parseJsonObject(header: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(header));
  } catch (cause) {
    throw new CheckpointError("the safetensors header is not JSON", { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new CheckpointError("the safetensors header is not an object");
  }
  return value as Record<string, unknown>;
}

function parseEntry(name: string, value: unknown): TensorEntry {
  const fail = (problem: string): never => {
    throw new CheckpointError(`tensor ${JSON.stringify(name.slice(0, 200))}: ${problem}`);
  };
  if (typeof value !== "object" || value === null) return fail("the header entry is not an object");
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>;
  const elementBytes = typeof dtype === "string" ? DTYPE_BYTES.get(dtype) : undefined;
  if (typeof dtype !== "string" || elementBytes === undefined) return fail("unknown dtype");
  if (!Array.isArray(shape) || !shape.every(isCount)) return fail("shape is not a list of sizes");
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    return fail("data_offsets is not a pair of offsets");
  }
  const [begin, end] = offsets as [number, number];
  const bytes = (shape as number[]).reduce((product, size) => product * size, elementBytes);
  if (!Number.isSafeInteger(bytes)) return fail("shape is too large");
  if (end - begin !== bytes) return fail("data_offsets do not fit dtype and shape");
  return { dtype, shape: shape as number[], begin, end };
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function checkTiling(entries: ReadonlyMap<string, TensorEntry>, dataBytes: number): void {
  const sorted = [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const [name, { begin, end }] of sorted) {
    const label = JSON.stringify(name.slice(0, 200));
    if (begin < covered) throw new CheckpointError(`tensor ${label} overlaps another`);
    if (begin > covered) throw new CheckpointError(`there is a gap before tensor ${label}`);
    if (end > dataBytes) {
      throw new CheckpointError(`tensor ${label} ends after the end of the file: the file is truncated`);
    }
    covered = end;
  }
  if (covered !== dataBytes) throw new CheckpointError("the file is longer than its tensors");
}
