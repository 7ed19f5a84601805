package dev.sluice.driver.http;

/**
 * Forms of requests that a service may or may not understand.
 *
 * @since 0.1
 */
public enum HttpFeature {
    /** REST calls are wrapped in a form, as browsers' clients do (SVC §1.2). */
    RESTLESS,
    /** The service tells where a document's session is (SVC §1.7). */
    DISCOVERY,
    /** Summaries are loaded and stored in one request each (SVC §1.11). */
    WHOLE_SUMMARIES,
    /** The first summary goes out in the encoding of older clients; it cannot carry bytes that are no text (SVC §1.6). */
    RAW_FIRST_SUMMARY
}
