package dev.sluice.gc.ageing;

/**
 * How far an unreferenced node has come (garbage-collection §3.2); what is referenced has no stage.
 *
 * <table>
 * <caption>With I, T and G the inactive, the tombstone and the grace time, and d the time since it became unreferenced</caption>
 * <tr><td>d ≥ T + G</td><td>{@link #SWEEP_READY}</td></tr>
 * <tr><td>d ≥ T</td><td>{@link #TOMBSTONE_READY}</td></tr>
 * <tr><td>d ≥ I</td><td>{@link #INACTIVE}</td></tr>
 * <tr><td>otherwise</td><td>{@link #ACTIVE}</td></tr>
 * </table>
 *
 * @since 0.1
 */
public enum Stage {
    /** Nothing is known against using it. */
    ACTIVE("Active"),
    /** Nobody should use it any more; who does has a reference of long ago. */
    INACTIVE("Inactive"),
    /** No session can hold a reference to it any more. */
    TOMBSTONE_READY("TombstoneReady"),
    /** Nobody asked for it in the grace period either: it may be deleted. */
    SWEEP_READY("SweepReady");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    /** Returns the word by which events name this stage. */
    public String label() {
        return label;
    }
}
