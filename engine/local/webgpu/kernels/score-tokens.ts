import type { KernelShape } from "./kernel-shape.ts";
import { kernelSource, read, readWrite } from "./kernel-source.ts";
import { prelude } from "./prelude.ts";
import { SCORE_WORDS, vocabulary } from "./vocabulary.ts";

/**
 * Scores one part of the vocabulary for one row: the largest logit and the sum of exponentials relative to it, over all
 * tokens and over those that the row's mask allows. A logit that is not a number is never the largest.
 */
export function scoreTokensKernel(shape: KernelShape) {
  const bindings = {
    data: read("array<u32>"),
    logits: read("array<f32>"),
    masks: read("array<u32>"),
    scores: readWrite("array<u32>"),
  };
  return kernelSource(
    prelude(shape),
    bindings,
    /* wgsl */ `${vocabulary(shape)}
struct Score { largest: f32, sum: f32, allowed_largest: f32, allowed_sum: f32, token: u32 }
var<workgroup> all_scores: array<Score, THREADS>;

/** The larger of two largest logits, and both sums relative to it. */
fn joined(a: vec2f, b: vec2f) -> vec2f {
  let largest = max(a.x, b.x);
  return vec2f(largest, a.y * exp(a.x - largest) + b.y * exp(b.x - largest));
}

@compute @workgroup_size(THREADS) fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let row = group.y;
  let mask = data[ROW_MASKS + row];
  var score = Score(LOWEST, 0f, LOWEST, 0f, NONE);
  for (var i = 0u; i < TOKENS_PER_THREAD; i += 1u) {
    let token = group.x * PART_TOKENS + i * THREADS + thread;
    if (token < VOCAB) {
      let logit = logits[row * LOGITS_STRIDE + token];
      if (logit > LOWEST) {
        let all = joined(vec2f(score.largest, score.sum), vec2f(logit, 1f));
        score.largest = all.x;
        score.sum = all.y;
        if (allowed(mask, token)) {
          if (logit > score.allowed_largest) { score.token = token; }
          let some = joined(vec2f(score.allowed_largest, score.allowed_sum), vec2f(logit, 1f));
          score.allowed_largest = some.x;
          score.allowed_sum = some.y;
        }
      }
    }
  }
  all_scores[thread] = score;
  workgroupBarrier();
  for (var width = THREADS / 2u; width > 0u; width /= 2u) {
    if (thread < width) {
      let a = all_scores[thread];
      let b = all_scores[thread + width];
      let all = joined(vec2f(a.largest, a.sum), vec2f(b.largest, b.sum));
      let some = joined(vec2f(a.allowed_largest, a.allowed_sum), vec2f(b.allowed_largest, b.allowed_sum));
      // Of equal logits the token with the lower id.
      let takes_b = b.allowed_largest > a.allowed_largest || (b.allowed_largest == a.allowed_largest && b.token < a.token);
      all_scores[thread] = Score(all.x, all.y, some.x, some.y, select(a.token, b.token, takes_b));
    }
    workgroupBarrier();
  }
  if (thread == 0u) {
    let at = (row * PARTS + group.x) * ${SCORE_WORDS}u;
    let total = all_scores[0];
    scores[at] = bitcast<u32>(total.largest);
    scores[at + 1u] = bitcast<u32>(total.sum);
    scores[at + 2u] = bitcast<u32>(total.allowed_largest);
    scores[at + 3u] = bitcast<u32>(total.allowed_sum);
    scores[at + 4u] = total.token;
  }
}
`,
  );
}
