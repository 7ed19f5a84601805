package dev.sluice.samples.review;

import dev.sluice.client.ContainerSchema;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.InitialObject;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.text.SharedString;
import dev.sluice.protocol.json.JsonValue;

/**
 * Keeps the review of a document's text up to date, whoever writes it. Reacts to the text alone and writes the review alone, so
 * it never answers itself; and writes only what is not there yet, so several may follow one document. Confined to its
 * container's thread.
 */
final class TextReviewer {
    // The same names and types as in the page, src/web/page/main.ts.
    static final InitialObject<SharedString> TEXT = InitialObject.of("text", SharedString.FACTORY);
    static final InitialObject<SharedMap> REVIEW = InitialObject.of("review", SharedMap.FACTORY);
    static final ContainerSchema SCHEMA = ContainerSchema.of(TEXT, REVIEW);

    private final FluidContainer container;
    private final SharedString text;
    private final SharedMap review;
    private boolean willReview;

    private TextReviewer(FluidContainer container) {
        this.container = container;
        this.text = container.get(TEXT);
        this.review = container.get(REVIEW);
    }

    /**
     * Follows a document until its container ends. From any thread but the container's.
     *
     * @throws IllegalArgumentException if the document holds something else
     */
    static void follow(FluidContainer container) {
        TextReviewer reviewer = new TextReviewer(container);
        container.run(() -> {
            reviewer.text.onChange(change -> reviewer.reviewSoon());
            reviewer.review();
        });
    }

    /** An edit may be one of many that came together; they get one answer. And nobody edits while an op is being applied. */
    private void reviewSoon() {
        if (!willReview) {
            willReview = true;
            container.container().execute(() -> {
                willReview = false;
                if (!container.container().isClosed()) {
                    review();
                }
            });
        }
    }

    /** All figures are one batch: a browser shows those of one text together. */
    private void review() {
        Review found = Review.of(text.text());
        set("words", JsonValue.of(found.words()));
        set("sentences", JsonValue.of(found.sentences()));
        set("characters", JsonValue.of(found.characters()));
        set("remarks", JsonValue.of(found.remarks().stream().map(JsonValue::of).toList()));
    }

    private void set(String key, JsonValue value) {
        if (!review.get(key).filter(value::equals).isPresent()) {
            review.set(key, value);
        }
    }
}
