package dev.sluice.bench.record;

import dev.sluice.dds.KeyedValues;
import dev.sluice.dds.directory.Directory;
import dev.sluice.dds.matrix.SharedMatrix;
import dev.sluice.dds.text.SharedString;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.SplittableRandom;

/** Writes documents, and edits them one op at a time. Confined to one thread. */
final class Author {
    private static final int FOLDERS = 12;
    private static final int LONGEST_TEXT = 40_000;

    private final SplittableRandom random;
    private final Content content;

    Author(SplittableRandom random) {
        this.random = random;
        this.content = new Content(random);
    }

    /** How much a data store holds from the start. */
    record Size(int entries, int text, int rows) {
        /** What logs begin with. */
        static final Size LITTLE = new Size(100, 2_000, 20);
    }

    /** Fills the structures of a container that is not attached. */
    void fill(Parts parts, Size size) {
        for (int i = 0; i < size.entries; i++) {
            parts.map().set("key" + i, content.value());
        }
        for (int i = 0; i < FOLDERS; i++) {
            Directory folder = parts.directory().createSubdirectory("folder" + i);
            for (int entry = 0; entry < size.entries / FOLDERS / 2; entry++) {
                folder.set("key" + entry, content.value());
            }
        }
        fillText(parts.string(), size.text);
        fillMatrix(parts.matrix(), size.rows);
        parts.counter().increment(size.entries);
        parts.cell().set(content.value());
    }

    /** Paragraphs, every fourth with properties. */
    void fillText(SharedString string, int length) {
        while (string.length() < length) {
            String paragraph = content.words(Math.min(400, length - string.length()));
            if (random.nextInt(4) == 0) {
                string.insert(string.length(), paragraph, bold());
            } else {
                string.insert(string.length(), paragraph);
            }
        }
    }

    private void fillMatrix(SharedMatrix matrix, int rows) {
        if (rows == 0) {
            return;
        }
        matrix.insertRows(0, rows);
        matrix.insertColumns(0, 10);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < 10; column++) {
                matrix.set(row, column, content.value());
            }
        }
    }

    /** Makes an edit that is one op. */
    void edit(Parts parts, Kind.Mix mix) {
        int chance = random.nextInt(100);
        if (chance < mix.map()) {
            editKeys(parts.map());
        } else if (chance < mix.map() + mix.directory()) {
            editDirectory(parts.directory());
        } else if (chance < mix.map() + mix.directory() + mix.string()) {
            editText(parts.string());
        } else if (chance < 100 - mix.single()) {
            editMatrix(parts.matrix());
        } else if (random.nextBoolean()) {
            parts.counter().increment(1 + random.nextInt(9));
        } else {
            parts.cell().set(content.value());
        }
    }

    private void editKeys(KeyedValues values) {
        String key = "key" + random.nextInt(2_000);
        if (random.nextInt(20) == 0 && values.has(key)) {
            values.delete(key);
        } else {
            values.set(key, content.value());
        }
    }

    private void editDirectory(Directory root) {
        String name = "folder" + random.nextInt(FOLDERS);
        Directory folder = root.getSubdirectory(name).orElse(null);
        if (folder == null) {
            root.createSubdirectory(name);
        } else if (random.nextInt(500) == 0) {
            root.deleteSubdirectory(name);
        } else {
            editKeys(folder);
        }
    }

    /** As much comes as goes once the text is long. */
    private void editText(SharedString string) {
        int length = string.length();
        int chance = random.nextInt(20);
        if (length < 20 || chance < (length < LONGEST_TEXT ? 12 : 8)) {
            int position = random.nextInt(length + 1);
            String text = content.words(5).substring(0, 1 + random.nextInt(5));
            string.insert(position, text);
            return;
        }
        int start = random.nextInt(length);
        int end = Math.min(length, start + 1 + random.nextInt(8));
        if (chance == 19) {
            string.annotate(start, end, bold());
        } else {
            string.remove(start, end);
        }
    }

    private JsonObject bold() {
        return JsonObject.of("bold", JsonValue.of(random.nextBoolean()));
    }

    private void editMatrix(SharedMatrix matrix) {
        int rows = matrix.rowCount();
        int columns = matrix.columnCount();
        int chance = random.nextInt(100);
        if (chance == 0 || rows == 0) {
            matrix.insertRows(random.nextInt(rows + 1), 1);
        } else if (chance == 1 && rows > 10) {
            matrix.removeRows(random.nextInt(rows), 1);
        } else if (columns > 0) {
            matrix.set(random.nextInt(rows), random.nextInt(columns), content.value());
        }
    }
}
