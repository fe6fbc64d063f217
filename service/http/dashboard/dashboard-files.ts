import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { readStaticFile, type StaticFile } from "./static-file.ts";

const SHELL = "index.html";
const ASSETS = "assets";

/** The built dashboard: its page, and its assets by their name below assets/. */
interface Build {
  readonly shell: StaticFile;
  readonly assets: ReadonlyMap<string, StaticFile>;
}

/**
 * The files of the built dashboard in memory, so that a request can name only what the build wrote. A later build is
 * read with the next request for the page.
 */
export class DashboardFiles {
  readonly #directory: string;
  #builtAt: number | null = null;
  #build: Promise<Build | null> = Promise.resolve(null);

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The page; null if the dashboard is not built. */
  async shell(): Promise<StaticFile | null> {
    return (await this.#current())?.shell ?? null;
  }

  /** An asset; null if there is none with this name. */
  async asset(name: string): Promise<StaticFile | null> {
    const build = (await this.#build) ?? (await this.#current());
    return build?.assets.get(name) ?? null;
  }

  async #current(): Promise<Build | null> {
    const builtAt = await modifiedAt(path.join(this.#directory, SHELL));
    if (builtAt !== this.#builtAt) {
      this.#builtAt = builtAt;
      this.#build = builtAt === null ? Promise.resolve(null) : readBuild(this.#directory);
      this.#build.catch(() => this.#forget());
    }
    return this.#build;
  }

  /** The next request reads again, and may find a build that is complete by then. */
  #forget(): void {
    this.#builtAt = null;
    this.#build = Promise.resolve(null);
  }
}

async function modifiedAt(file: string): Promise<number | null> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

async function readBuild(directory: string): Promise<Build | null> {
  const shell = await readStaticFile(path.join(directory, SHELL));
  if (shell === null) return null;
  const root = path.join(directory, ASSETS);
  const assets = new Map<string, StaticFile>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const asset = await readStaticFile(file);
    if (asset !== null) assets.set(path.relative(root, file).split(path.sep).join("/"), asset);
  }
  return { shell, assets };
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
