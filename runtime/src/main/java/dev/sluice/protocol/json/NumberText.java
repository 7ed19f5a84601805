package dev.sluice.protocol.json;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Writes numbers as ECMAScript does (ECMA-262 §6.1.6.1.20): the fewest digits that name the double, and an exponent only below
 * 10⁻⁶ and from 10²¹ on.
 */
final class NumberText {
    private static final long MAX_PLAIN = 1L << 53;
    private static final int MAX_FIXED_EXPONENT = 21;
    private static final int MIN_FIXED_EXPONENT = -6;

    private NumberText() {}

    static void append(double value, StringBuilder out) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            out.append("null");
        } else if (value == (long) value && Math.abs(value) <= MAX_PLAIN) {
            out.append((long) value);
        } else {
            appendDecimal(value, out);
        }
    }

    private static void appendDecimal(double value, StringBuilder out) {
        BigDecimal shortest = shortest(Math.abs(value));
        if (value < 0) {
            out.append('-');
        }
        // The value is 0.digits × 10^exponent.
        layOut(shortest.unscaledValue().toString(), shortest.precision() - shortest.scale(), out);
    }

    private static BigDecimal shortest(double value) {
        // Jackson's shortest digits; the platform's own are not always the shortest before Java 19.
        BigDecimal digits = new BigDecimal(NumberOutput.toString(value, true)).stripTrailingZeros();
        if (digits.precision() == 2) {
            // Java gives two digits where one is enough, if they are nearer: 4.9E-324 for 5e-324.
            BigDecimal one = digits.round(new MathContext(1)).stripTrailingZeros();
            return one.doubleValue() == value ? one : digits;
        }
        return digits;
    }

    private static void layOut(String digits, int exponent, StringBuilder out) {
        int count = digits.length();
        if (count <= exponent && exponent <= MAX_FIXED_EXPONENT) {
            out.append(digits).append("0".repeat(exponent - count));
        } else if (0 < exponent && exponent <= MAX_FIXED_EXPONENT) {
            out.append(digits, 0, exponent).append('.').append(digits, exponent, count);
        } else if (MIN_FIXED_EXPONENT < exponent && exponent <= 0) {
            out.append("0.").append("0".repeat(-exponent)).append(digits);
        } else {
            out.append(digits.charAt(0));
            if (count > 1) {
                out.append('.').append(digits, 1, count);
            }
            out.append('e').append(exponent > 0 ? '+' : '-').append(Math.abs(exponent - 1));
        }
    }
}
