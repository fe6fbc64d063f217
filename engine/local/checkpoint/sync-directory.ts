import { open } from "node:fs/promises";

/** Makes renames and new names durable. Windows cannot open directories, and needs no sync of them. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
