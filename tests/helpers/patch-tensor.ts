import { open, readFile } from "node:fs/promises";

/** Overwrites bytes of a tensor in a safetensors file. */
export async function patchTensor(
  path: string,
  tensor: string,
  at: number,
  bytes: readonly number[],
): Promise<void> {
  const content = await readFile(path);
  const headerBytes = Number(content.readBigUInt64LE(0));
  const header = JSON.parse(content.toString("utf8", 8, 8 + headerBytes)) as Record<
    string,
    { readonly data_offsets: readonly [number, number] }
  >;
  const file = await open(path, "r+");
  await file.write(
    Uint8Array.from(bytes),
    0,
    bytes.length,
    8 + headerBytes + header[tensor]!.data_offsets[0] + at,
  );
  await file.close();
}
