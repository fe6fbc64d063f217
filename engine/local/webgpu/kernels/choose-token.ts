import { MAX_LOGPROB_TOKENS } from "../../core/model-runner.ts";
import { RESULT_WORDS } from "../step-data.ts";
import { type KernelShape, padded, prelude, THREADS } from "./prelude.ts";

/** Parts that the vocabulary is scored in, each by a workgroup of its own. */
export const SCORE_PARTS = 48;

/** Words of one part's score: largest logit, sum of exponentials, then the same over what is allowed, and its token. */
const SCORE_WORDS = 5;

export function scoreWords(rows: number): number {
  return rows * SCORE_PARTS * SCORE_WORDS;
}

function constants({ config }: KernelShape): string {
  const tokensOfThread = Math.ceil(config.vocabSize / SCORE_PARTS / THREADS);
  return /* wgsl */ `
const LOGITS_STRIDE = ${padded(config.vocabSize)}u;
const PARTS = ${SCORE_PARTS}u;
const TOKENS_OF_THREAD = ${tokensOfThread}u;
const PART_TOKENS = TOKENS_OF_THREAD * THREADS;
const MASK_WORDS = ${Math.ceil(config.vocabSize / 32)}u;
const LOWEST = -3.4e38f;
fn allowed(mask: u32, token: u32) -> bool {
  return mask == NONE || ((masks[mask * MASK_WORDS + (token >> 5u)] >> (token & 31u)) & 1u) == 1u;
}
`;
}

/**
 * Scores one part of the vocabulary for one row: the largest logit and the sum of the exponentials below it, over all
 * tokens and over those that the row's mask allows. A logit that is no number is never the largest.
 */
export function scoreTokensKernel(shape: KernelShape): string {
  return /* wgsl */ `${prelude(shape)}
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> masks: array<u32>;
@group(0) @binding(3) var<storage, read_write> scores: array<u32>;
${constants(shape)}
struct Score { largest: f32, sum: f32, allowed_largest: f32, allowed_sum: f32, token: u32 }
var<workgroup> all_scores: array<Score, THREADS>;

/** The larger of two largest, and both sums below it. */
fn joined(a: vec2f, b: vec2f) -> vec2f {
  let largest = max(a.x, b.x);
  return vec2f(largest, a.y * exp(a.x - largest) + b.y * exp(b.x - largest));
}

@compute @workgroup_size(THREADS) fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let row = group.y;
  let mask = data[ROW_MASKS + row];
  var score = Score(LOWEST, 0f, LOWEST, 0f, NONE);
  for (var i = 0u; i < TOKENS_OF_THREAD; i += 1u) {
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
      // Of equals the token with the lower number.
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
`;
}

/**
 * Chooses the next token of one row: the likeliest allowed one, or, where the row brings a draw, the one at which the
 * cumulative distribution over the allowed tokens passes it. Out: the token (NONE where none may follow), the log-sum-exp
 * over the whole vocabulary, and the logits asked for.
 */
export function chooseTokenKernel(shape: KernelShape): string {
  return /* wgsl */ `${prelude(shape)}
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> masks: array<u32>;
@group(0) @binding(3) var<storage, read> scores: array<u32>;
fn score_at(at: u32) -> f32 { return bitcast<f32>(scores[at]); }
@group(0) @binding(4) var<storage, read_write> results: array<u32>;
${constants(shape)}
/** Half a unit in the last place of float32: subtracting a weight below this share of the rest does not change the rest. */
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
    let token = data[ROW_WANTED + row * ${MAX_LOGPROB_TOKENS}u + thread];
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
  let first = part * PART_TOKENS + thread * TOKENS_OF_THREAD;
  var sum = 0f;
  for (var i = 0u; i < TOKENS_OF_THREAD; i += 1u) { sum += weight_of(row, mask, first + i); }
  thread_sums[thread] = sum;
  workgroupBarrier();
  if (thread != 0u) { return; }
  // Rounding may leave a rest after the last weight. It goes to the last token whose weight float32 can subtract from the
  // rest, not to the last of any weight: a draw near 1 would otherwise choose tokens as unlikely as e^-80.
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
  for (var i = 0u; i < TOKENS_OF_THREAD; i += 1u) {
    let token = part * PART_TOKENS + at * TOKENS_OF_THREAD + i;
    let weight = weight_of(row, mask, token);
    if (weight > 0f && (chosen == NONE || weight > rest * HALF_ULP)) {
      chosen = token;
      if (rest < weight) { break; }
      rest -= weight;
    }
  }
  if (chosen != NONE) { results[out] = chosen; }
}
`;
}
