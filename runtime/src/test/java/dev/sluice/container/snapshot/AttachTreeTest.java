package dev.sluice.container.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryAttachment;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.protocol.summary.SummaryType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AttachTreeTest {
    private static final GitId ID = GitId.parse("074ba7e3f2dbe62cd64dd1aa05e7162fa8d6ddda");

    private static JsonValue entry(String type, String value) {
        return JsonValue.parse("{\"entries\":[{\"path\":\"p\",\"mode\":\"100644\",\"type\":\"" + type + "\",\"value\":"
                + value + "}]}");
    }

    @Test
    void whatIsWritten_isHadBack() {
        SummaryTree tree = SummaryTree.builder()
                .text("text", "plain \u00e4")
                .put("bytes", SummaryBlob.of(new byte[] {0, -1, 3}))
                .put("below", SummaryTree.builder().text("deep", "x").build())
                .build();
        assertThat(AttachTree.read(JsonValue.parse(AttachTree.write(tree).toJson()))
                        .toSummary())
                .isEqualTo(tree);
    }

    @Test
    void rt034_base64AndAttachmentEntries_areRead() {
        assertThat(AttachTree.read(entry("Blob", "{\"contents\":\"AP8D\",\"encoding\":\"base64\"}"))
                        .read("p"))
                .contains(new byte[] {0, -1, 3});
        StoredTree attachment = AttachTree.read(entry("Attachment", "{\"id\":\"" + ID.toHex() + "\"}"));
        assertThat(attachment.blobId("p")).contains(ID);
        assertThat(AttachTree.write(SummaryTree.builder()
                                .put("p", new SummaryAttachment(ID))
                                .build())
                        .toJson())
                .contains("\"type\":\"Attachment\",\"value\":{\"id\":\"" + ID.toHex() + "\"}");
    }

    @Test
    void otherForms_areRefused() {
        assertThatThrownBy(() -> AttachTree.read(JsonValue.of(1))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> AttachTree.read(entry("Commit", "{}"))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> AttachTree.read(entry("Blob", "{\"contents\":\"*\",\"encoding\":\"base64\"}")))
                .isInstanceOf(JsonException.class);
        SummaryTree handle = SummaryTree.builder()
                .put("h", new SummaryHandle("/x", SummaryType.TREE))
                .build();
        assertThatThrownBy(() -> AttachTree.write(handle)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void missingEncoding_isText() {
        assertThat(AttachTree.read(entry("Blob", "{\"contents\":\"AP8D\"}")).read("p"))
                .contains("AP8D".getBytes(StandardCharsets.UTF_8));
    }
}
