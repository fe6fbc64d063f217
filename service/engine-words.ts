import type { Remedy } from "../engine/errors.ts";

/** The message of an engine, with what to do about it in terms of the service's variables and Gavel's commands. */
export function withRemedy({
  message,
  remedy,
}: {
  readonly message: string;
  readonly remedy: Remedy | null;
}): string {
  if (remedy === null) return message;
  return `${message.endsWith(".") ? message : `${message}.`} ${remedyText(remedy)}`;
}

function remedyText(remedy: Remedy): string {
  switch (remedy.code) {
    case "name_model":
      return "Set GAVEL_ENGINE_MODEL to the name of one of its models.";
    case "use_gpu":
      return "For more than a test, use a machine with a GPU, or a model server (GAVEL_ENGINE=remote).";
    case "use_cpu":
      return "Set GAVEL_MODEL_DIR to the checkpoint, or set GAVEL_EXECUTION_PROVIDER=cpu.";
    case "use_built_model":
      return `Set GAVEL_MODEL_DIR=${remedy.directory} to use the model that is already built.`;
    case "build_model": {
      const activation = remedy.activation === "float32" ? "" : ` --activation ${remedy.activation}`;
      const command = `gavel model build ${remedy.checkpoint}${activation} --output DIR`;
      return `Run ${command}, and set GAVEL_MODEL_DIR to that DIR.`;
    }
    case "convert_checkpoint":
      return (
        `Run gavel model convert ${remedy.checkpoint} --output DIR, and set GAVEL_MODEL_DIR to that DIR. To run ` +
        "16-bit experts, use a model server such as vLLM (GAVEL_ENGINE=remote)."
      );
    case "resume_pull": {
      const { repo, revision, directory } = remedy;
      return `To complete it, run gavel model pull ${repo} --revision ${revision} --output ${directory}.`;
    }
  }
}
