import { v7 as uuidv7 } from "uuid";
import { trialReport } from "../../evaluation/trials/trial-report.ts";
import {
  DEFAULT_REPLAY_ITEMS,
  DEFAULT_SHADOW_ITEMS,
  type StartReplayRequest,
  type StartShadowRequest,
  type Trial,
  type TrialReportQuery,
} from "../../schemas/trial.ts";
import type { Config } from "../config/config.ts";
import { ServiceError } from "../errors.ts";
import { targetOf } from "../judging/create-item.ts";
import type { PolicyStore } from "../policies/policy-store.ts";
import { resolveVersion } from "../policies/resolve-version.ts";
import type { NewTrial, TrialStore } from "./trial-store.ts";

export interface TrialServiceDependencies {
  readonly config: Pick<Config, "engine">;
  readonly policies: PolicyStore;
  readonly trials: TrialStore;
  /** Called when there is something to sample, to judge or to end. */
  readonly wake: () => void;
}

/** Starts, stops and reports shadows and replays. */
export class TrialService {
  readonly #deps: TrialServiceDependencies;

  constructor(deps: TrialServiceDependencies) {
    this.#deps = deps;
  }

  /** Throws policy_not_found, policy_version_not_found, policy_archived, shadow_running, evaluation_limit_reached. */
  async startShadow(policyId: string, request: StartShadowRequest, keyId: string): Promise<Trial> {
    const { version, share, limit = DEFAULT_SHADOW_ITEMS } = request;
    const trial = await this.#newTrial(policyId, version, limit, keyId);
    await this.#deps.trials.startShadow({ ...trial, share });
    return this.#started(trial.id);
  }

  /**
   * Throws policy_not_found, policy_version_not_found, policy_archived, nothing_to_replay, evaluation_limit_reached.
   */
  async startReplay(policyId: string, request: StartReplayRequest, keyId: string): Promise<Trial> {
    const { version, since, limit = DEFAULT_REPLAY_ITEMS } = request;
    const trial = await this.#newTrial(policyId, version, limit, keyId);
    await this.#deps.trials.startReplay({ ...trial, since: since === undefined ? null : new Date(since) });
    return this.#started(trial.id);
  }

  /** Throws trial_not_found. */
  async stop(id: string, keyId: string): Promise<Trial> {
    await this.#deps.trials.stop(id, keyId);
    this.#deps.wake();
    return this.report(id, "day");
  }

  /** Throws trial_not_found. */
  async report(id: string, by: NonNullable<TrialReportQuery["by"]>): Promise<Trial> {
    const trial = await this.#deps.trials.get(id);
    if (trial === null) throw new ServiceError("trial_not_found", "");
    return { ...trial, report: trialReport(await this.#deps.trials.outcomes(id, by)) };
  }

  async #newTrial(policyId: string, version: number, limit: number, keyId: string): Promise<NewTrial> {
    const { policies, config } = this.#deps;
    const candidate = targetOf(await resolveVersion(policies, policyId, version), undefined, config.engine);
    return { id: uuidv7(), candidate, limit, keyId, createdAt: new Date() };
  }

  #started(id: string): Promise<Trial> {
    this.#deps.wake();
    return this.report(id, "day");
  }
}
