import { modelBench } from "./bench.ts";
import { modelBuild } from "./build.ts";
import { modelConvert } from "./convert.ts";
import { modelPull } from "./pull.ts";
import { modelTestCheckpoint } from "./test-checkpoint.ts";

export const modelCommands = [modelPull, modelConvert, modelBuild, modelBench, modelTestCheckpoint] as const;
