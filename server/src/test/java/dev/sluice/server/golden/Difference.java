package dev.sluice.server.golden;

/**
 * One place where the server answered otherwise than recorded. Immutable.
 *
 * @param line line of the transcript
 * @param path what was compared, down to the JSON member
 * @param recorded what the reference answered, in the names of the server under test
 * @param got what came instead
 */
record Difference(String scenario, int line, String path, String recorded, String got) {

    private static final int LONGEST = 600;

    @Override
    public String toString() {
        return scenario + ":" + line + " " + path + "\n    recorded: " + shorten(recorded) + "\n    got:      "
                + shorten(got);
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "… (" + text.length() + " characters)";
    }
}
