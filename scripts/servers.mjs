// Redis and PostgreSQL for the tests, which start throw-away servers of their own from these programs.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

const DEBIAN_POSTGRES = "/usr/lib/postgresql";

const SERVERS = [
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
];

/** Finds or installs what is missing. Returns what is still missing, in words that say what to do. */
export function provideServers() {
  const missing = SERVERS.filter((server) => !isThere(server));
  if (missing.length > 0) {
    installFromDebian(missing.map((server) => server.debianPackage));
  }
  return SERVERS.filter((server) => !isThere(server)).map(
    ({ name, debianPackage, variable, example }) =>
      `${name} is missing: install it (Debian, Ubuntu: apt-get install ${debianPackage}), or set ${variable}, ` +
      `for example ${variable}=${example}`,
  );
}

function isThere(server) {
  return Boolean(process.env[server.variable]) || Boolean(server.find());
}

function installFromDebian(packages) {
  if (!existsSync("/etc/debian_version") || !onPath("apt-get")) return;
  const prefix = becomeRoot();
  if (prefix === null) return;
  console.log(`Installing ${packages.join(" and ")} from Debian's packages`);
  const apt = (...args) =>
    run([...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", ...args], 10 * 60_000);
  apt("update");
  apt("install", "-y", "--no-install-recommends", ...packages);
}

/** The words to put before a command so that it runs as root, or null where that takes a password. */
function becomeRoot() {
  if (process.getuid?.() === 0) return [];
  if (!onPath("sudo")) return null;
  const { status } = spawnSync("sudo", ["-n", "true"], { stdio: "ignore", timeout: 10_000 });
  return status === 0 ? ["sudo", "-n"] : null;
}

function run([command, ...args], timeout) {
  return spawnSync(command, args, { stdio: "inherit", timeout }).status === 0;
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
