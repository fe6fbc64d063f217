import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { StableOutput } from "./stable-output.ts";

const BLOCK = /^```(sh|console)\n([\s\S]*?)^```$/gm;

/**
 * Runs the commands of a page in order, as a reader who pastes them. Returns the page with the output that they really
 * print. Blocks of `sh` are only run, and must succeed; in blocks of `console` each `$ command` is followed by its
 * output.
 */
export async function runGuide(page: string, prelude: string): Promise<string> {
  const stable = new StableOutput();
  let result = "";
  let end = 0;
  for (const match of page.matchAll(BLOCK)) {
    const [whole, language, block = ""] = match;
    result += page.slice(end, match.index);
    end = match.index + whole.length;
    if (language === "sh") {
      await bash(`set -euo pipefail\n${prelude}${stable.real(block)}`);
      result += whole;
    } else {
      result += `\`\`\`console\n${await consoleBlock(block, prelude, stable)}\`\`\``;
    }
  }
  return result + page.slice(end);
}

async function consoleBlock(block: string, prelude: string, stable: StableOutput): Promise<string> {
  let result = "";
  for (const [, command = ""] of block.matchAll(/^\$ (.*)$/gm)) {
    // The page also shows the output of a refused command, and continues.
    const output = await bash(`set -o pipefail\n${prelude}{ ${stable.real(command)}\n} 2>&1 || true`);
    result += `$ ${command}\n${stable.stable(output)}`;
  }
  return result;
}

async function bash(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)("bash", ["-c", script], {
    timeout: 300_000,
    maxBuffer: 16 * 1024 * 1024,
  }).catch((error: Error & { stdout: string; stderr: string }) => {
    throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`, { cause: error });
  });
  return stdout;
}
