// What the tests need from outside npm: Redis and PostgreSQL, of which they start temporary servers, a software Vulkan
// device, and a browser.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

const DEBIAN_POSTGRES = "/usr/lib/postgresql";

/** Where Debian's chromium-common puts SwiftShader's Vulkan driver. */
const SWIFTSHADER = "/usr/lib/chromium/vk_swiftshader_icd.json";

const NEEDED = [
  {
    name: "Redis",
    variable: "REDIS_URL",
    example: "redis://127.0.0.1:6379",
    debianPackage: "redis-server",
    find: () => onPath("redis-server"),
  },
  {
    name: "PostgreSQL",
    variable: "DATABASE_URL",
    example: "postgres://user:password@127.0.0.1:5432/gavel_test",
    debianPackage: "postgresql",
    find: () => debianPostgres() ?? (onPath("initdb") && onPath("postgres")),
  },
  {
    name: "SwiftShader (Vulkan in software)",
    variable: "VK_DRIVER_FILES",
    example: "/usr/share/vulkan/icd.d/lvp_icd.json",
    debianPackage: "chromium-common",
    find: () => existsSync(SWIFTSHADER),
  },
  {
    name: "Chromium",
    variable: "CHROMIUM_PATH",
    example: "/usr/bin/google-chrome",
    debianPackage: "chromium",
    find: () => onPath("chromium") ?? onPath("chromium-browser") ?? onPath("google-chrome"),
  },
  {
    name: "The Vulkan loader",
    debianPackage: "libvulkan1",
    find: hasVulkanLoader,
  },
];

/** Finds or installs what is missing. Returns what is still missing, in words that say what to do. */
export function provideSystemPackages() {
  const missing = NEEDED.filter((program) => !isThere(program));
  if (missing.length > 0) {
    installFromDebian(missing.map((program) => program.debianPackage));
  }
  return NEEDED.filter((program) => !isThere(program)).map(({ name, debianPackage, variable, example }) => {
    const install = `${name} is missing: install it (Debian: apt-get install ${debianPackage})`;
    return variable === undefined
      ? install
      : `${install}, or set ${variable}, for example ${variable}=${example}`;
  });
}

function isThere({ variable, find }) {
  return (variable !== undefined && Boolean(process.env[variable])) || Boolean(find());
}

function installFromDebian(packages) {
  if (!existsSync("/etc/debian_version") || !onPath("apt-get")) return;
  const prefix = becomeRoot();
  if (prefix === null) return;
  console.log(`Installing ${packages.join(" and ")} from Debian's packages`);
  const apt = (...args) =>
    run([...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", ...args], 10 * 60_000);
  apt("update");
  // One by one: a package that this distribution does not have must not prevent the others from being installed.
  for (const name of packages) apt("install", "-y", "--no-install-recommends", name);
}

/** The words to put before a command so that it runs as root, or null if that needs a password. */
function becomeRoot() {
  if (process.getuid?.() === 0) return [];
  if (!onPath("sudo")) return null;
  const { status } = spawnSync("sudo", ["-n", "true"], { stdio: "ignore", timeout: 10_000 });
  return status === 0 ? ["sudo", "-n"] : null;
}

function run([command, ...args], timeout) {
  return spawnSync(command, args, { stdio: "inherit", timeout }).status === 0;
}

/** On systems other than Linux, the loader is part of the system or is not used. */
function hasVulkanLoader() {
  if (process.platform !== "linux") return true;
  const { stdout } = spawnSync(onPath("ldconfig") ?? "/sbin/ldconfig", ["-p"], { encoding: "utf8" });
  return stdout?.includes("libvulkan.so.1") ?? false;
}

function debianPostgres() {
  if (!existsSync(DEBIAN_POSTGRES)) return undefined;
  return readdirSync(DEBIAN_POSTGRES)
    .map((version) => path.join(DEBIAN_POSTGRES, version, "bin", "postgres"))
    .find((file) => existsSync(file));
}

function onPath(program) {
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter(Boolean)
    .map((directory) => path.join(directory, program))
    .find((file) => existsSync(file));
}
