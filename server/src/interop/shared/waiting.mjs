// SPDX-License-Identifier: Apache-2.0

/** A wait that ran into its deadline. The message says what was awaited and what was there instead. */
export class DeadlineError extends Error {
  name = "DeadlineError";
}

/**
 * Settles as `promise` does, or rejects when `ms` have passed.
 *
 * @template T
 * @param {number} ms
 * @param {string} what awaited, for the message
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export async function within(ms, what, promise) {
  let timer;
  const deadline = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(`not within ${ms} ms: ${what}`)), ms);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** Wakes waiters whenever something may have changed; each looks again at its own condition. */
export class Changes {
  #waiters = new Set();

  /** Looks at every awaited condition again. */
  notify() {
    for (const look of [...this.#waiters]) {
      look();
    }
  }

  /**
   * Resolves once `probe` returns something other than undefined or false.
   *
   * @template T
   * @param {string} what awaited, for the message
   * @param {() => T | undefined | false} probe may throw, which ends the wait with that error
   * @param {number} ms
   * @param {(() => unknown) | undefined} [instead] describes the present state, for the message
   * @returns {Promise<T>}
   */
  until(what, probe, ms, instead = undefined) {
    return new Promise((resolve, reject) => {
      const finish = (settle, value) => {
        clearTimeout(timer);
        this.#waiters.delete(look);
        settle(value);
      };
      const timer = setTimeout(() => {
        const found = instead === undefined ? "" : `; found ${JSON.stringify(instead())}`;
        finish(reject, new DeadlineError(`not within ${ms} ms: ${what}${found}`));
      }, ms);
      const look = () => {
        try {
          const value = probe();
          if (value !== undefined && value !== false) {
            finish(resolve, value);
          }
        } catch (error) {
          finish(reject, error);
        }
      };
      this.#waiters.add(look);
      look();
    });
  }
}

/**
 * Asks again until the answer satisfies. For state behind a request, which cannot notify.
 *
 * @template T
 * @param {string} what awaited, for the message
 * @param {() => Promise<T>} ask
 * @param {(answer: T) => boolean} satisfies
 * @param {number} ms
 * @returns {Promise<T>} the satisfying answer
 */
export async function poll(what, ask, satisfies, ms) {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) {
      return answer;
    }
    if (Date.now() > end) {
      throw new DeadlineError(`not within ${ms} ms: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
