/** Our side: the same measurement as `gavel model bench`. */
import { measureModel, type Workload } from "../../../engine/local/bench/measure-model.ts";
import { openModel } from "../../../engine/local/open-model.ts";
import { benchVerdictSchema } from "../../../cli/model/bench-verdict-schema.ts";
import { runSide } from "./child-side.ts";
import { CONTENT_TOKENS, DECODE, IN_FLIGHT, POLICY_TOKENS, PREFILL, REASONING_TOKENS } from "./workload.ts";

const NOTHING: Workload = {
  prefill: [],
  decode: [],
  verdicts: 0,
  longestVerdictMs: Number.POSITIVE_INFINITY,
  verdictShape: {
    policyTokens: POLICY_TOKENS,
    contentTokens: CONTENT_TOKENS,
    maxReasoningTokens: REASONING_TOKENS,
    schema: benchVerdictSchema(),
  },
};

await runSide<"ours">(async ({ checkpointDir, provider, verdicts: count }, send) => {
  const start = performance.now();
  const model = await openModel(
    {
      modelDirectory: checkpointDir,
      executionProvider: provider,
      maxContextTokens: 8192,
      maxNumSeqs: IN_FLIGHT,
    },
    {},
  );
  send({ type: "figure", name: "load", value: (performance.now() - start) / 1000 });
  const [library = "", device = ""] = model.engineVersion.split(/, (.*)/s);
  send({ type: "about", about: { name: `Gavel (${library})`, device } });

  const measure = (part: Partial<Workload>) =>
    measureModel(
      model,
      { ...NOTHING, ...part },
      { signal: new AbortController().signal, onMeasure: () => {} },
    );
  for (const size of PREFILL) {
    const { prefill } = await measure({ prefill: [size] });
    send({ type: "figure", name: `prefill ${size}`, value: prefill[0]!.tokensPerSecond });
  }
  for (const size of DECODE) {
    const { decode } = await measure({ decode: [size] });
    send({ type: "figure", name: `decode ${size}`, value: decode[0]!.tokensPerSecond });
  }
  const { verdicts } = await measure({ verdicts: count });
  if (verdicts !== null) send({ type: "figure", name: "verdicts", value: verdicts.perSecond });
});
