package dev.sluice.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes input at random, as fuzzers do, but the same way in every build. */
final class Mutations {
    private static final List<byte[]> TOKENS = List.of(
            token("null"),
            token("-1"),
            token("1e400"),
            token("9007199254740993"),
            token("[]"),
            token("{}"),
            token("\"\""),
            token("[[[[[[[["),
            token("true"),
            token("\\ud800"),
            token("\""),
            token(","),
            new byte[] {0},
            new byte[] {(byte) 0xff});

    private final Random random;

    Mutations(long seed) {
        this.random = new Random(seed);
    }

    private static byte[] token(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] mutate(byte[] input) {
        byte[] mutated = input.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            mutated = once(mutated);
        }
        return mutated;
    }

    private byte[] once(byte[] input) {
        if (input.length == 0) {
            return TOKENS.get(random.nextInt(TOKENS.size())).clone();
        }
        int at = random.nextInt(input.length);
        int end = Math.min(input.length, at + 1 + random.nextInt(12));
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(input, at);
            case 1 -> splice(input, at, end, new byte[0]);
            case 2 -> splice(input, at, at, Arrays.copyOfRange(input, at, end));
            case 3 -> splice(input, at, end, TOKENS.get(random.nextInt(TOKENS.size())));
            case 4 -> value(input, at);
            case 5 -> {
                byte[] flipped = input.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            default -> {
                byte[] replaced = input.clone();
                replaced[at] = (byte) random.nextInt(256);
                yield replaced;
            }
        };
    }

    /** Puts another value where a JSON value seems to begin. */
    private byte[] value(byte[] input, int from) {
        for (int at = from; at < input.length; at++) {
            if (input[at] == ':') {
                int end = at + 1;
                while (end < input.length && ",}]".indexOf(input[end]) < 0) {
                    end++;
                }
                return splice(input, at + 1, end, TOKENS.get(random.nextInt(TOKENS.size())));
            }
        }
        return splice(input, from, from, TOKENS.get(random.nextInt(TOKENS.size())));
    }

    private static byte[] splice(byte[] input, int from, int to, byte[] between) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(input, 0, from);
        out.writeBytes(between);
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }
}
