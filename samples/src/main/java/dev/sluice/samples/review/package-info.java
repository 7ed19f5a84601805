/**
 * A service that follows a document and reacts to what people write in their browsers. {@code Review} is what it thinks of a
 * text, and pure; {@code TextReviewer} follows one document, on its container's thread; {@code Reviewer} is the program.
 */
@NullMarked
package dev.sluice.samples.review;

import org.jspecify.annotations.NullMarked;
