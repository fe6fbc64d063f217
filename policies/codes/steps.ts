/**
 * Counts the characters that are looked at while a policy is read, so that a test can require a number in proportion
 * to the text's length instead of a time.
 */
export class Steps {
  count = 0;

  add(steps: number): void {
    this.count += steps;
  }
}
