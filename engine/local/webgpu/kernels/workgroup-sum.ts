/** Adds the values of all threads of the workgroup. Every thread gets the sum. */
export const workgroupSum = (threads: number): string => /* wgsl */ `
var<workgroup> partial_sums: array<f32, ${threads / 4}>;
struct Invocation {
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) thread: u32,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(num_subgroups) subgroups: u32,
  @builtin(subgroup_invocation_id) lane: u32,
  @builtin(subgroup_size) lanes: u32,
}
fn workgroup_sum(value: f32, invocation: Invocation) -> f32 {
  let sum = subgroupAdd(value);
  if (invocation.lane == 0u) { partial_sums[invocation.subgroup] = sum; }
  workgroupBarrier();
  var total = 0f;
  for (var i = 0u; i < invocation.subgroups; i += 1u) { total += partial_sums[i]; }
  workgroupBarrier();
  return total;
}
`;
