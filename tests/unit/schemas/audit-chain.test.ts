import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { AuditChain, type AuditHead, GENESIS_HASH, sealEntry } from "../../../schemas/audit-chain.ts";
import { type AuditEntry, auditEntrySchema } from "../../../schemas/audit.ts";
import { compileValidator } from "../../../schemas/validate.ts";

function makeLog(count: number): AuditEntry[] {
  const log: AuditEntry[] = [];
  for (let position = 1; position <= count; position += 1) {
    const entry = {
      position,
      at: "2026-11-28T09:30:00.000Z",
      actor: position % 2 === 0 ? null : "9f2c41d07b3e",
      action: "policy.activated" as const,
      subject: "/policies/spam",
      detail: { version: position, before: null },
    };
    log.push(sealEntry(entry, log.at(-1)?.hash ?? GENESIS_HASH));
  }
  return log;
}

function verify(log: readonly AuditEntry[], expected?: AuditHead) {
  const chain = new AuditChain(expected);
  for (const entry of log) if (!chain.add(entry)) break;
  return chain.end();
}

describe("AuditChain", () => {
  const log = makeLog(5);
  const head = { position: 5, hash: log[4]!.hash };

  it("computes the documented hash", () => {
    expect(log.every((entry) => compileValidator(auditEntrySchema)(entry).ok)).toBe(true);
    const text =
      '{"action":"policy.activated","actor":"9f2c41d07b3e","at":"2026-11-28T09:30:00.000Z",' +
      '"detail":{"before":null,"version":1},"position":1,' +
      `"previous_hash":"${"0".repeat(64)}","subject":"/policies/spam"}`;
    expect(log[0]!.hash).toBe(createHash("sha256").update(text).digest("hex"));
  });

  it("is valid if nothing was changed, including an empty log", () => {
    expect(verify(log)).toEqual({ valid: true, entries: 5, head, fault: null });
    expect(verify([])).toEqual({ valid: true, entries: 0, head: null, fault: null });
  });

  it.each([
    ["actor", { actor: "somebody else" }],
    ["at", { at: "2026-11-28T09:30:00.001Z" }],
    ["action", { action: "policy.archived" }],
    ["subject", { subject: "/policies/other" }],
    ["detail", { detail: { version: 3 } }],
    ["hash", { hash: "0".repeat(64) }],
    ["a property that was added", { note: "hello" }],
    ["a property with which the hash is computed", { previous_hash: "1".repeat(64) }],
  ])("detects a change of %s", (_, change) => {
    const changed = log.with(2, { ...log[2], ...change } as AuditEntry);
    expect(verify(changed)).toMatchObject({
      valid: false,
      entries: 2,
      head: { position: 2 },
      fault: { position: 3, reason: "changed" },
    });
  });

  it("detects an entry that is missing, moved or repeated", () => {
    const fault = { position: 3, reason: "missing" };
    expect(verify(log.toSpliced(2, 1)).fault).toEqual(fault);
    expect(verify([log[0]!, log[1]!, log[3]!, log[2]!, log[4]!]).fault).toEqual(fault);
    expect(verify([log[0]!, log[1]!, log[1]!]).fault).toEqual(fault);
    expect(verify(log.slice(1)).fault).toEqual({ position: 1, reason: "missing" });
  });

  it("detects a changed entry whose hash was computed again, by the entry after it", () => {
    const { hash: _, ...third } = log[2]!;
    const resealed = sealEntry({ ...third, actor: "somebody else" }, log[1]!.hash);
    expect(verify(log.with(2, resealed)).fault).toEqual({ position: 4, reason: "changed" });
  });

  it("detects a truncated or replaced log, if it is given an earlier head", () => {
    expect(verify(log, head).valid).toBe(true);
    expect(verify(log, { position: 3, hash: log[2]!.hash }).valid).toBe(true);
    expect(verify(log.slice(0, 3), head)).toMatchObject({
      valid: false,
      fault: { position: 4, reason: "missing" },
    });
    expect(verify(log, { position: 3, hash: "0".repeat(64) }).fault).toEqual({
      position: 3,
      reason: "changed",
    });
  });
});
