import { CheckMark } from "../../../kit/check-mark.tsx";
import { formatNumber, formatShare } from "../../../kit/format-number.ts";
import { Id } from "../../../kit/id.tsx";
import { Meter } from "../../../kit/meter.tsx";
import { modelName, withoutWarnings } from "../../../kit/model-name.ts";
import { ModelWarning } from "../../../kit/model-warning.tsx";
import { Time } from "../../../kit/time.tsx";
import type { ServiceProcess, Worker } from "../service-state.ts";
import { ModelServers } from "./model-servers.tsx";
import { workerWords } from "./worker-words.ts";

/** One process that judges: whether it can judge, its engine, and the load of both. */
export function WorkerPanel({ process }: { readonly process: ServiceProcess }) {
  const { worker } = process;
  if (worker === null) return null;
  const { ok, doubtful, words } = workerWords(process);
  const { engine } = worker;
  const warning = engine?.warning ?? null;
  return (
    <article class="panel stack" aria-label={`Worker ${process.id}`}>
      <header class="stack-tight">
        <h3>{engine === null ? "Engine not started" : modelName(engine.model, warning)}</h3>
        <p class="row">
          <CheckMark ok={ok} doubtful={doubtful} words={words} />
          {!process.responds && (
            <span class="muted">
              Last heartbeat <Time at={process.seen_at} />
            </span>
          )}
        </p>
        {process.detail !== "" && (
          <p class="muted">{withoutWarnings(process.detail, warning === null ? [] : [warning])}</p>
        )}
        <ModelWarning warning={warning} />
      </header>
      <Load worker={worker} />
      {engine !== null && engine.servers.length > 0 && (
        <ModelServers servers={engine.servers} workerId={process.id} />
      )}
      <p class="muted row">
        {engine !== null && (
          <span>
            {engine.engine} {engine.engine_version}
          </span>
        )}
        <span>
          Started <Time at={process.started_at} />
        </span>
        <Id id={process.id} of="process" short />
      </p>
    </article>
  );
}

function Load({ worker }: { readonly worker: Worker }) {
  const { slots, busy, engine, tokens_per_second: tokens } = worker;
  return (
    <div class="meters">
      <Meter
        label="Slots in use"
        words={slots === null ? "not judging yet" : `${busy} of ${slots}`}
        share={slots === null || slots === 0 ? null : busy / slots}
      />
      {engine !== null && engine.kv_cache_share !== null && (
        <Meter
          label="KV cache in use"
          words={formatShare(engine.kv_cache_share)}
          share={engine.kv_cache_share}
        />
      )}
      <Meter
        label="Prompt tokens from the cache"
        words={tokens.prompt === 0 ? "no prompts" : formatShare(tokens.cached / tokens.prompt)}
        share={tokens.prompt === 0 ? null : tokens.cached / tokens.prompt}
      />
      <Meter
        label="Items per second when busy"
        words={worker.items_per_second === null ? "unknown" : formatNumber(worker.items_per_second)}
      />
      <Meter label="Prompt tokens per second" words={formatNumber(tokens.prompt)} />
      <Meter label="Generated tokens per second" words={formatNumber(tokens.generated)} />
      {engine !== null && (
        <>
          <Meter label="Running in the engine" words={formatNumber(engine.running)} />
          <Meter label="Waiting in the engine" words={formatNumber(engine.waiting)} />
          <Meter label="Restarts of the engine" words={formatNumber(engine.restarts)} />
        </>
      )}
    </div>
  );
}
