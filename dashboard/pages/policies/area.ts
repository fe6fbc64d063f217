/** The pages of policies share so much code that one chunk for all of them is smaller and faster to load. */
export { Page as Compare } from "./compare.tsx";
export { Page as Diff } from "./diff.tsx";
export { Page as Edit } from "./edit.tsx";
export { Page as Evaluation } from "../evaluations/evaluation.tsx";
export { Page as Evaluations } from "./evaluations.tsx";
export { Page as GoldenItems } from "../golden-sets/items.tsx";
export { Page as GoldenSets } from "../golden-sets/list.tsx";
export { Page as List } from "./list.tsx";
export { Page as Policy } from "./policy.tsx";
export { Page as Trials } from "./shadow.tsx";
