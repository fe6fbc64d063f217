import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

/**
 * The part of node-llama-cpp 3 (https://node-llama-cpp.withcat.ai/api) that is used here: it is not a dependency of the
 * project.
 */
interface NodeLlamaCpp {
  getLlama(options: {
    readonly gpu: "vulkan" | "cuda" | false;
    readonly build: "never";
    readonly logLevel: "error";
  }): Promise<Llama>;
}

export interface Llama {
  readonly gpu: string | false;
  readonly llamaCppRelease: { readonly release: string };
  getGpuDeviceNames(): Promise<readonly string[]>;
  loadModel(options: { readonly modelPath: string; readonly gpuLayers: "max" }): Promise<LlamaModel>;
}

export interface LlamaModel {
  createContext(options: {
    readonly sequences: number;
    /** Of each sequence. */
    readonly contextSize: number;
    readonly batchSize: number;
    readonly flashAttention: boolean;
  }): Promise<LlamaContext>;
}

export interface LlamaContext {
  getSequence(): LlamaContextSequence;
  dispose(): Promise<void>;
}

export interface LlamaContextSequence {
  clearHistory(): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly number[]): Promise<void>;
  evaluate(
    tokens: readonly number[],
    options: { readonly temperature: number; readonly yieldEogToken: boolean },
  ): AsyncGenerator<number, void>;
}

export type PeerGpu = "vulkan" | "cuda" | "cpu";

/** Loads the library from the directory in which `npm i node-llama-cpp` was run. */
export async function loadNodeLlamaCpp(
  directory: string,
  gpu: PeerGpu,
): Promise<{ readonly llama: Llama; readonly version: string }> {
  const packageDir = path.join(path.resolve(directory), "node_modules", "node-llama-cpp");
  const { version } = JSON.parse(await readFile(path.join(packageDir, "package.json"), "utf8")) as {
    readonly version: string;
  };
  const entry = pathToFileURL(path.join(packageDir, "dist", "index.js")).href;
  const { getLlama } = (await import(entry)) as NodeLlamaCpp;
  const llama = await getLlama({ gpu: gpu === "cpu" ? false : gpu, build: "never", logLevel: "error" });
  return { llama, version };
}
