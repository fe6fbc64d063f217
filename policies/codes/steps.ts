/**
 * Counts the characters that reading a policy looks at. What reads text counts here, so that a test can hold
 * it to a number in proportion to the text's length instead of to a time.
 */
export class Steps {
  count = 0;

  add(steps: number): void {
    this.count += steps;
  }
}
