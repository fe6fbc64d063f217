import { MAX_LOGPROB_TOKENS } from "../../core/model-runner.ts";
import { RESULT_WORDS } from "../step-data.ts";
import type { KernelShape } from "./kernel-shape.ts";
import { kernelSource, read, readWrite } from "./kernel-source.ts";
import { prelude } from "./prelude.ts";
import { SCORE_WORDS, vocabulary } from "./vocabulary.ts";

/**
 * Chooses the next token of one row from the scores of the vocabulary's parts: the likeliest allowed token, or with a
 * draw the token at which the cumulative distribution over the allowed tokens exceeds it. Writes the token (NONE if
 * none is allowed), the log-sum-exp over the whole vocabulary, and the logits of the row's logprob tokens.
 */
export function chooseTokenKernel(shape: KernelShape) {
  const bindings = {
    data: read("array<u32>"),
    logits: read("array<f32>"),
    masks: read("array<u32>"),
    scores: read("array<u32>"),
    results: readWrite("array<u32>"),
  };
  return kernelSource(
    prelude(shape),
    bindings,
    /* wgsl */ `${vocabulary(shape)}
fn score_at(at: u32) -> f32 { return bitcast<f32>(scores[at]); }
/**
 * Half a unit in the last place of float32: subtracting a weight below this share of the rest does not change the rest.
 */
const HALF_ULP = 0x1p-24f;
var<workgroup> thread_sums: array<f32, THREADS>;
var<workgroup> chosen_part: u32;
var<workgroup> left: f32;
var<workgroup> ceiling: f32;

fn weight_of(row: u32, mask: u32, token: u32) -> f32 {
  if (token >= VOCAB || !allowed(mask, token)) { return 0f; }
  let logit = logits[row * LOGITS_STRIDE + token];
  return select(0f, exp(logit - ceiling), logit > LOWEST);
}

@compute @workgroup_size(THREADS) fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let row = group.x;
  let mask = data[ROW_MASKS + row];
  let draw = bitcast<f32>(data[ROW_DRAWS + row]);
  let out = row * ${RESULT_WORDS}u;
  if (thread < ${MAX_LOGPROB_TOKENS}u) {
    let token = data[ROW_LOGPROB_TOKENS + row * ${MAX_LOGPROB_TOKENS}u + thread];
    if (token < VOCAB) { results[out + 2u + thread] = bitcast<u32>(logits[row * LOGITS_STRIDE + token]); }
  }
  if (thread == 0u) {
    var largest = LOWEST;
    var best = LOWEST;
    var token = NONE;
    for (var part = 0u; part < PARTS; part += 1u) {
      let at = (row * PARTS + part) * ${SCORE_WORDS}u;
      largest = max(largest, score_at(at));
      if (score_at(at + 2u) > best) {
        best = score_at(at + 2u);
        token = scores[at + 4u];
      }
    }
    var sum = 0f;
    var allowed_sum = 0f;
    for (var part = 0u; part < PARTS; part += 1u) {
      let at = (row * PARTS + part) * ${SCORE_WORDS}u;
      sum += score_at(at + 1u) * exp(score_at(at) - largest);
      allowed_sum += score_at(at + 3u) * exp(score_at(at + 2u) - best);
    }
    results[out] = token;
    results[out + 1u] = bitcast<u32>(largest + log(sum));
    ceiling = best;
    chosen_part = NONE;
    var rest = draw * allowed_sum;
    if (draw >= 0f && token != NONE) {
      for (var part = 0u; part < PARTS; part += 1u) {
        let at = (row * PARTS + part) * ${SCORE_WORDS}u;
        let weight = score_at(at + 3u) * exp(score_at(at + 2u) - best);
        if (weight > 0f && (chosen_part == NONE || weight > rest * HALF_ULP)) {
          chosen_part = part;
          left = rest;
          if (rest < weight) { break; }
          rest -= weight;
        }
      }
    }
  }
  let part = workgroupUniformLoad(&chosen_part);
  if (part == NONE) { return; }
  let first = part * PART_TOKENS + thread * TOKENS_PER_THREAD;
  var sum = 0f;
  for (var i = 0u; i < TOKENS_PER_THREAD; i += 1u) { sum += weight_of(row, mask, first + i); }
  thread_sums[thread] = sum;
  workgroupBarrier();
  if (thread != 0u) { return; }
  // Rounding may leave a rest after the last weight. It goes to the last token whose weight float32 can subtract from
  // the rest, not to the last of any weight: a draw near 1 would otherwise choose tokens as unlikely as e^-80.
  var rest = left;
  var at = NONE;
  for (var i = 0u; i < THREADS; i += 1u) {
    if (thread_sums[i] > 0f && (at == NONE || thread_sums[i] > rest * HALF_ULP)) {
      at = i;
      if (rest < thread_sums[i]) { break; }
      rest -= thread_sums[i];
    }
  }
  if (at == NONE) { return; }
  var chosen = NONE;
  for (var i = 0u; i < TOKENS_PER_THREAD; i += 1u) {
    let token = part * PART_TOKENS + at * TOKENS_PER_THREAD + i;
    let weight = weight_of(row, mask, token);
    if (weight > 0f && (chosen == NONE || weight > rest * HALF_ULP)) {
      chosen = token;
      if (rest < weight) { break; }
      rest -= weight;
    }
  }
  if (chosen != NONE) { results[out] = chosen; }
}
`,
  );
}
