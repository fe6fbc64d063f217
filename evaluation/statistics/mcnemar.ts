/**
 * The two-sided p-value of McNemar's exact conditional test: whether two judges of the same items err equally often.
 * `onlyFirst` items were right with the first judge only, `onlySecond` with the second only; under the null hypothesis
 * their split is binomial with one half (Q. McNemar, Psychometrika 12 (1947) 153; formula of Fagerland, Lydersen and
 * Laake, BMC Medical Research Methodology 13:91 (2013)). 1 if the judges never differ.
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
  const discordant = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  let logTerm = -discordant * Math.LN2;
  let tail = Math.exp(logTerm);
  for (let k = 1; k <= fewer; k += 1) {
    logTerm += Math.log((discordant - k + 1) / k);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}
