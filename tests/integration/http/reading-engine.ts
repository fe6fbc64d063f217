import type { GenerateRequest, GenerateResult } from "../../../engine/engine.ts";
import { decodeTokens } from "../../../engine/harmony/tokenizer.ts";
import { HoldingEngine } from "./service.ts";

export interface ReadVerdict {
  readonly violation: 0 | 1;
  readonly policy_category: string | null;
  readonly rationale: string;
  readonly confidence?: "low" | "medium" | "high";
}

/** Decides by the texts that the prompt shows: the policy's part, and the content's. */
export class ReadingEngine extends HoldingEngine {
  readonly #judge: (policy: string, content: string) => ReadVerdict;

  constructor(judge: (policy: string, content: string) => ReadVerdict) {
    super();
    this.#judge = judge;
  }

  override async generate(
    request: GenerateRequest,
    options: { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    const { tokens, sharedTokens } = request.prompt;
    const { violation, policy_category, confidence, rationale } = this.#judge(
      decodeTokens(tokens.slice(0, sharedTokens)),
      decodeTokens(tokens.slice(sharedTokens)),
    );
    const final = { violation, policy_category, rule_ids: [], confidence: confidence ?? "high", rationale };
    return { ...(await super.generate(request, options)), final: JSON.stringify(final) };
  }
}
