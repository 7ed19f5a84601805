/**
 * Brings back what collection took: a tombstone by referring to it again, a deleted data store or attachment blob as a copy of what a
 * retained version has of it.
 *
 * <p>What to copy is decided from documents that are opened offline; it is done by a client of the document with edits like any
 * other's, so that every client has it and collection counts it. Nothing is written behind the service's back, and a deleted node
 * stays deleted: its copy has another id, and handles in what is copied along are turned to the copies.
 */
@NullMarked
package dev.sluice.restore;

import org.jspecify.annotations.NullMarked;
