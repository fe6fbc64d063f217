/**
 * The category that a rule belongs to: the longest category code that the rule's code extends by a
 * separator or by a change between letter and digit (SP2 of SP2.a, HAR of HAR1, H2 of H2f). Null if
 * there is none.
 */
export function categoryOfRule(rule: string, categoryCodes: readonly string[]): string | null {
  let longest: string | null = null;
  for (const code of categoryCodes) {
    if (extendsCode(rule, code) && code.length > (longest?.length ?? 0)) longest = code;
  }
  return longest;
}

function extendsCode(rule: string, code: string): boolean {
  if (!rule.startsWith(code)) return false;
  if (rule.length === code.length) return true;
  const last = code.slice(-1);
  const next = rule.charAt(code.length);
  return /[^\p{L}\p{N}]/u.test(next) || isDigit(last) !== isDigit(next);
}

function isDigit(character: string): boolean {
  return /\p{N}/u.test(character);
}
