package dev.sluice.protocol.summary;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.git.GitId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the raw encoding; members come in any order. Confined to one read. */
final class RawSummaryReader {
    private final JsonParser parser;
    private final SummaryBudget budget;

    RawSummaryReader(JsonParser parser, SummaryLimits limits) {
        this.parser = parser;
        this.budget = new SummaryBudget(limits);
    }

    SummaryTree tree() throws IOException {
        if (object(1) instanceof SummaryTree tree) {
            return tree;
        }
        throw SummaryFormatException.malformed("a summary is not a tree");
    }

    private SummaryObject object(int depth) throws IOException {
        SummaryFields.expect(parser, JsonToken.START_OBJECT, "summary");
        Node node = new Node();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "type" -> node.type = type(field);
                case "handleType" -> node.handleType = type(field);
                case "content" -> node.content = budget.blob(WellFormedText.utf8(SummaryFields.string(parser, field)));
                case "handle" -> node.handle = SummaryFields.string(parser, field);
                case "id" -> node.id = SummaryFields.string(parser, field);
                case "groupId" ->
                    node.groupId =
                            parser.currentToken() == JsonToken.VALUE_NULL ? null : SummaryFields.string(parser, field);
                case "unreferenced" -> node.unreferenced = SummaryFields.flag(parser);
                case "tree" -> node.tree = entries(depth);
                default -> parser.skipChildren();
            }
        }
        return node.part();
    }

    private SummaryTree.Builder entries(int depth) throws IOException {
        budget.enter(depth);
        SummaryFields.expect(parser, JsonToken.START_OBJECT, "tree");
        SummaryTree.Builder tree = SummaryTree.builder();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            budget.name(name);
            parser.nextToken();
            SummaryObject part = object(depth + 1);
            try {
                tree.put(name, part);
            } catch (IllegalArgumentException refused) {
                throw SummaryFormatException.malformed(refused);
            }
        }
        return tree;
    }

    private SummaryType type(String field) throws IOException {
        SummaryFields.expect(parser, JsonToken.VALUE_NUMBER_INT, field);
        int code = parser.getIntValue();
        if (code < 1 || code > SummaryType.values().length) {
            throw SummaryFormatException.malformed("summary type " + code + "; expected 1 to 4");
        }
        return SummaryType.ofCode(code);
    }

    /** The members of one node, in whatever order they come. */
    private static final class Node {
        private @Nullable SummaryType type;
        private @Nullable SummaryType handleType;
        private @Nullable SummaryBlob content;
        private @Nullable String handle;
        private @Nullable String id;
        private @Nullable String groupId;
        private boolean unreferenced;
        private SummaryTree.@Nullable Builder tree;

        SummaryObject part() throws SummaryFormatException {
            if (type == SummaryType.TREE && tree != null) {
                SummaryTree built = tree.build();
                return new SummaryTree(built.entries(), unreferenced, groupId);
            }
            if (type == SummaryType.BLOB && content != null) {
                return content;
            }
            if (type == SummaryType.HANDLE
                    && handle != null
                    && handleType != null
                    && handleType != SummaryType.HANDLE) {
                return new SummaryHandle(handle, handleType);
            }
            if (type == SummaryType.ATTACHMENT && id != null && GitId.isGitId(id)) {
                return new SummaryAttachment(GitId.parse(id));
            }
            throw SummaryFormatException.malformed("a summary's node of type " + type + " lacks what that type needs");
        }
    }
}
