import type { Remedy } from "../../engine/errors.ts";
import type { PullRemedy } from "../../engine/local/hub/hub-error.ts";
import { shellWord } from "../printing/shell-word.ts";

/** The message of an engine or a hub, with what to do about it on the command line. */
export function withRemedy({
  message,
  remedy,
}: {
  readonly message: string;
  readonly remedy: Remedy | PullRemedy | null;
}): string {
  if (remedy === null) return message;
  return `${message.endsWith(".") ? message : `${message}.`} ${remedyText(remedy)}`;
}

function remedyText(remedy: Remedy | PullRemedy): string {
  switch (remedy.code) {
    case "use_gpu":
      return "For more than a test, use a machine with a GPU, or a model server.";
    case "use_cpu":
      return "Give the directory of the checkpoint, or use --provider cpu.";
    case "use_built_model":
      return `Give ${shellWord(remedy.directory)} to use the model that is already built.`;
    case "build_model": {
      const activation = remedy.activation === "float32" ? "" : ` --activation ${remedy.activation}`;
      return `Run gavel model build ${shellWord(remedy.checkpoint)}${activation} --output DIR, and give that DIR.`;
    }
    case "convert_checkpoint":
      return `Run gavel model convert ${shellWord(remedy.checkpoint)} --output DIR, and give that DIR.`;
    case "change_output":
      return `Give --output another directory for ${remedy.repo}, or move its files to another directory first.`;
    case "set_token":
      return "If the model is private or gated, set HF_TOKEN to an access token that can read it.";
    case "check_token":
      return "Check that the access token in HF_TOKEN is valid and may read private and gated repositories.";
    case "name_model":
      return "Give the name of one of its models.";
    case "resume_pull": {
      const { repo, revision, directory } = remedy;
      return `To complete it, run gavel model pull ${repo} --revision ${revision} --output ${shellWord(directory)}.`;
    }
  }
}
