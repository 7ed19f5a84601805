package dev.sluice.server.summary;

import dev.sluice.protocol.git.GitId;

/** Makes the state with which the ordering of a new document begins. Pure. */
public interface FirstState {
    /**
     * Returns that state, to be kept as the document's first checkpoint.
     *
     * @param sequenceNumber the number the document begins at
     * @param quorumValuesJson the blob {@code quorumValues} of its first version
     * @param firstVersion the commit of its first version
     */
    byte[] initialState(long sequenceNumber, byte[] quorumValuesJson, GitId firstVersion);
}
