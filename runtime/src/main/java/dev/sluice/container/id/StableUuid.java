package dev.sluice.container.id;

import java.math.BigInteger;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A UUID of version 4 as the number that its 122 free bits make, so that ids of a session can be counted through
 * (runtime-formats §5.6). Pure.
 */
final class StableUuid {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89ab][0-9a-fA-F]{3}-[0-9a-fA-F]{12}");

    private static final int LOW_BITS = 62;
    private static final int MIDDLE_BITS = 12;
    private static final int HIGH_BITS = 48;
    private static final long LOW_MASK = (1L << LOW_BITS) - 1;
    private static final long MIDDLE_MASK = (1L << MIDDLE_BITS) - 1;
    private static final long HIGH_MASK = (1L << HIGH_BITS) - 1;
    private static final int VERSION_AND_MIDDLE_BITS = 16;
    private static final long VERSION = 4L << MIDDLE_BITS;
    private static final long VARIANT = 1L << 63;

    private StableUuid() {}

    static UUID parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IdCompressorException("found session id " + text + ", expected a UUID of version 4");
        }
        return UUID.fromString(text);
    }

    static BigInteger toNumber(UUID uuid) {
        long most = uuid.getMostSignificantBits();
        return BigInteger.valueOf(most >>> VERSION_AND_MIDDLE_BITS)
                .shiftLeft(MIDDLE_BITS)
                .or(BigInteger.valueOf(most & MIDDLE_MASK))
                .shiftLeft(LOW_BITS)
                .or(BigInteger.valueOf(uuid.getLeastSignificantBits() & LOW_MASK));
    }

    /** Returns the UUID of a number, of which only the lowest 122 bits count. */
    static UUID ofNumber(BigInteger number) {
        long low = number.longValue() & LOW_MASK;
        long rest = number.shiftRight(LOW_BITS).longValue();
        long high = (rest >>> MIDDLE_BITS) & HIGH_MASK;
        return new UUID((high << VERSION_AND_MIDDLE_BITS) | VERSION | (rest & MIDDLE_MASK), VARIANT | low);
    }
}
