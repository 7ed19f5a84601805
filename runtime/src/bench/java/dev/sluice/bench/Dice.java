package dev.sluice.bench;

/** Chance that is the same in {@code src/bench/node/dice.mjs}: 32-bit xorshift. Confined to one thread. */
final class Dice {
    private int state = 0x2545f491;

    /** Returns a number from 0 to {@code sides} - 1. */
    int roll(int sides) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return (state >>> 1) % sides;
    }
}
