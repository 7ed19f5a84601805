package dev.sluice.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Tells a refusal, which names what is wrong with the input, from a fault of the reader. */
public final class Findings {
    /** What somebody throws who did not expect the input, instead of refusing it. */
    private static final List<Class<? extends Throwable>> FAULTS = List.of(
            NullPointerException.class,
            ClassCastException.class,
            IndexOutOfBoundsException.class,
            ArithmeticException.class,
            NegativeArraySizeException.class,
            ArrayStoreException.class,
            UnsupportedOperationException.class);

    private Findings() {}

    private static final int MAX_REFUSALS = 20;
    private static final ThreadLocal<List<Exception>> REFUSALS = ThreadLocal.withInitial(ArrayList::new);

    /** Returns what this thread refused since it was asked last. */
    static List<Exception> takeRefusals() {
        List<Exception> refusals = REFUSALS.get();
        REFUSALS.remove();
        return refusals;
    }

    /** What reads the input. */
    public interface Reader {
        void read() throws Exception;
    }

    /** Lets a reader refuse its input, for whatever reason; faults and errors are findings. */
    public static void refuseOrTake(Reader reader) {
        try {
            reader.read();
        } catch (Exception refused) {
            note(refused);
            for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
                if (isFault(cause)) {
                    throw new AssertionError("a fault instead of a refusal: " + cause, refused);
                }
            }
        }
    }

    /** A fuzzer never asks for them. */
    private static void note(Exception refused) {
        List<Exception> refusals = REFUSALS.get();
        if (refusals.size() < MAX_REFUSALS) {
            refusals.add(refused);
        }
    }

    private static boolean isFault(Throwable cause) {
        return cause instanceof Error || FAULTS.stream().anyMatch(fault -> fault.isInstance(cause));
    }
}
