package dev.sluice.container.id;

/**
 * The short text of a number that names a data store or a channel (runtime-formats §5.5, RT-048).
 *
 * <p>Digits are of base 64, but without a zero: {@code A} is 0, {@code 9} is 63 and {@code AA} is 64, so that no two texts name
 * one number. Pure.
 *
 * @since 0.1
 */
public final class CompactId {
    // Not the usual alphabet of base 64: parentheses instead of plus and slash, which paths could not hold.
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ(abcdefghijklmnopqrstuvwxyz)0123456789";

    private CompactId() {}

    /**
     * Returns the text of a number.
     *
     * @param number not negative
     */
    public static String encode(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("found " + number + ", expected a number that is not negative");
        }
        StringBuilder reversed = new StringBuilder();
        for (long rest = number; rest >= 0; rest = rest / DIGITS.length() - 1) {
            reversed.append(DIGITS.charAt((int) (rest % DIGITS.length())));
        }
        return reversed.reverse().toString();
    }
}
