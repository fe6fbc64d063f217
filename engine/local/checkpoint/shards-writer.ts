import { writeFile } from "node:fs/promises";
import path from "node:path";
import { INDEX_FILE, SINGLE_FILE } from "./safetensors.ts";
import { byteLength, writeSafetensors, type TensorToWrite } from "./safetensors-writer.ts";

/**
 * Writes tensors in order as `model.safetensors`, or as `shards` files of about the same size with the index file
 * of Hugging Face's libraries.
 */
export async function writeShards(
  directory: string,
  tensors: readonly TensorToWrite[],
  shards: number,
  onBytes: (written: number) => void,
): Promise<void> {
  if (shards === 1) return writeSafetensors(path.join(directory, SINGLE_FILE), tensors, onBytes);
  const weightMap: Record<string, string> = {};
  const parts = split(tensors, shards);
  for (const [part, members] of parts.entries()) {
    const file = `model-${fiveDigits(part + 1)}-of-${fiveDigits(parts.length)}.safetensors`;
    for (const { name } of members) weightMap[name] = file;
    await writeSafetensors(path.join(directory, file), members, onBytes);
  }
  const index = { metadata: { total_size: sizeOf(tensors) }, weight_map: weightMap };
  await writeFile(path.join(directory, INDEX_FILE), `${JSON.stringify(index, null, 2)}\n`, { flush: true });
}

/** Assigns each tensor to the shard that contains its first byte. Empty shards are omitted. */
function split(tensors: readonly TensorToWrite[], shards: number): TensorToWrite[][] {
  const parts: TensorToWrite[][] = Array.from({ length: shards }, () => []);
  const total = sizeOf(tensors);
  let before = 0;
  for (const tensor of tensors) {
    parts[Math.floor((before / total) * shards)]!.push(tensor);
    before += byteLength(tensor);
  }
  return parts.filter((part) => part.length > 0);
}

function sizeOf(tensors: readonly TensorToWrite[]): number {
  return tensors.reduce((sum, tensor) => sum + byteLength(tensor), 0);
}

function fiveDigits(value: number): string {
  return String(value).padStart(5, "0");
}
