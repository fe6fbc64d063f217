import path from "node:path";
import { OUTSIDE, PACKAGES, ROOMS } from "./rooms.mjs";

/** Why `file` must not import `specifier`, or null. Files are named from the root of the repository, with slashes. */
export function importFault(file, specifier) {
  if (contains(OUTSIDE, file) || !file.includes("/")) return null;
  return specifier.startsWith(".")
    ? fileFault(file, path.posix.join(path.posix.dirname(file), specifier))
    : packageFault(file, specifier);
}

function fileFault(file, target) {
  if (target === "package.json") return null;
  if (contains(OUTSIDE, target)) return `${target} is not part of the product.`;
  const room = roomOf(file);
  if (room === null) return `${file} is in no room: add its folder to scripts/lint/rooms.mjs.`;
  const { imports, why } = ROOMS[room];
  const allowed = [room, ...imports];
  const isAllowed = allowed.includes(roomOf(target)) || allowed.includes(target);
  return isAllowed ? null : `${room} must not import ${target}: ${why} (scripts/lint/rooms.mjs).`;
}

function packageFault(file, specifier) {
  const rule = PACKAGES.find(({ names }) => contains(names, specifier));
  if (rule === undefined || contains(rule.only, file)) return null;
  return `Only ${rule.only.join(" and ")} may import ${specifier}: ${rule.why} (scripts/lint/rooms.mjs).`;
}

/** The room with the longest path that the file is in, or null. */
function roomOf(file) {
  const rooms = Object.keys(ROOMS).filter((room) => contains([room], file));
  return rooms.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

function contains(paths, file) {
  return paths.some((each) => file === each || file.startsWith(`${each}/`));
}
