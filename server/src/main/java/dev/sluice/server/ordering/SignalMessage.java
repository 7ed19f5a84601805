package dev.sluice.server.ordering;

/** A signal: JSON that goes to subscribers, unordered and unstored (SVC §3.6). Confined to its document's thread. */
public final class SignalMessage extends Encoded<SignalMessage> {
    private final byte[] json;

    /** Creates a signal from the object that receivers see, {@code {"clientId":…,"content":…}}. */
    public SignalMessage(byte[] json) {
        this.json = json;
    }

    /** Returns the signal's JSON; not to be changed. */
    public byte[] json() {
        return json;
    }

    @Override
    SignalMessage self() {
        return this;
    }
}
