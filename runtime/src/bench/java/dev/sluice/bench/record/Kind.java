package dev.sluice.bench.record;

/** What is recorded. */
public enum Kind {
    /** Edits of everything. */
    MIXED,
    /** Edits of a map. */
    MAP,
    /** Edits of a directory. */
    DIRECTORY,
    /** Edits of a string. */
    STRING,
    /** Edits of a matrix. */
    MATRIX,
    /** A document of 50 MB, without edits. */
    LARGE,
    /** A document of 100 KB, without edits. */
    SMALL,
    /** A text of 1 MB, without edits. */
    TEXT;

    private static final int LARGE_STORES = 72;

    /**
     * What edits concern, in per cent; what is left concerns a counter and a cell.
     *
     * @param map a map
     * @param directory a directory
     * @param string a string
     * @param matrix a matrix
     */
    record Mix(int map, int directory, int string, int matrix) {
        int single() {
            return 100 - map - directory - string - matrix;
        }
    }

    Mix mix() {
        return switch (this) {
            case MIXED -> new Mix(35, 15, 30, 10);
            case MAP -> new Mix(100, 0, 0, 0);
            case DIRECTORY -> new Mix(0, 100, 0, 0);
            case STRING -> new Mix(0, 0, 100, 0);
            case MATRIX -> new Mix(0, 0, 0, 100);
            case LARGE, SMALL, TEXT -> throw new IllegalStateException(this + " is a document without edits");
        };
    }

    boolean hasEdits() {
        return switch (this) {
            case MIXED, MAP, DIRECTORY, STRING, MATRIX -> true;
            case LARGE, SMALL, TEXT -> false;
        };
    }

    /** Writes the document as it is before anybody edits it, in a container that is not attached. */
    void fill(Author author, Session.Stores stores) {
        switch (this) {
            case MIXED, MAP, DIRECTORY, STRING, MATRIX -> author.fill(stores.create("default"), Author.Size.LITTLE);
            case LARGE -> {
                for (int i = 0; i < LARGE_STORES; i++) {
                    author.fill(stores.create("store" + i), new Author.Size(3_000, 250_000, 150));
                }
            }
            case SMALL -> author.fill(stores.create("default"), new Author.Size(400, 25_000, 20));
            case TEXT -> author.fillText(stores.create("default").string(), 1_000_000);
        }
    }
}
