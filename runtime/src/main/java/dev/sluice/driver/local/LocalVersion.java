package dev.sluice.driver.local;

import dev.sluice.driver.SnapshotTree;
import dev.sluice.driver.Version;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.SequencedMessage;
import java.util.List;

/**
 * A stored version. Immutable.
 *
 * @param version its names
 * @param tree the application's part
 * @param protocol the quorum as of the summary's reference
 * @param logTail the ops after that, up to the summarize op
 */
record LocalVersion(Version version, SnapshotTree tree, ProtocolState protocol, List<SequencedMessage> logTail) {}
