// SPDX-License-Identifier: Apache-2.0

/** Thrown after a failed check has been reported: what follows in the scenario has no ground to stand on. */
class CheckFailed extends Error {}

/** Counts and prints checks, one line each. */
export class Report {
  #passed = 0;
  #failed = 0;
  #skipped = 0;

  /**
   * @param {string} scenario
   * @param {string} statement what holds if the check passes
   * @param {() => Promise<any>} verify
   */
  async check(scenario, statement, verify) {
    try {
      const result = await verify();
      this.#passed += 1;
      console.log(`ok ${scenario}: ${statement}`);
      return result;
    } catch (error) {
      this.#fail(`${scenario}: ${statement}`, error);
      throw new CheckFailed();
    }
  }

  /** Runs a scenario; whatever it throws outside a check counts as one failure. */
  async scenario(name, run) {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof CheckFailed)) {
        this.#fail(name, error);
      }
    }
  }

  skip(scenario, reason) {
    this.#skipped += 1;
    console.log(`skip ${scenario}: ${reason}`);
  }

  #fail(what, error) {
    this.#failed += 1;
    const reason = String(error.message).replaceAll("\n", " ");
    console.log(`FAIL ${what}: ${reason}`);
    console.error(error.remoteStack ?? error.stack);
  }

  /** @returns {number} exit code of the run */
  close() {
    const skipped = this.#skipped > 0 ? `, ${this.#skipped} skipped` : "";
    console.log(`${this.#passed} passed, ${this.#failed} failed${skipped}`);
    return this.#failed === 0 && this.#passed > 0 ? 0 : 1;
  }
}
