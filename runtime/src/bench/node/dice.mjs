// SPDX-License-Identifier: Apache-2.0

/** Chance that is the same in `Dice` of the Java side: 32-bit xorshift. */
export class Dice {
  #state = 0x2545f491;

  /** Returns a number from 0 to `sides` - 1. */
  roll(sides) {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 1) % sides;
  }
}
