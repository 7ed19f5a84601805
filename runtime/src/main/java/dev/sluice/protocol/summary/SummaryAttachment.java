package dev.sluice.protocol.summary;

import dev.sluice.protocol.git.GitId;

/**
 * A blob that was uploaded on its own, named by its id.
 *
 * <p>Immutable.
 *
 * @param id the id the service gave the blob
 * @since 0.1
 */
public record SummaryAttachment(GitId id) implements SummaryObject {
    @Override
    public SummaryType type() {
        return SummaryType.ATTACHMENT;
    }
}
