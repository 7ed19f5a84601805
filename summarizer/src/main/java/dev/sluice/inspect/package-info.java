/**
 * What operators ask about the garbage of a document: what holds a node, which op let go of it, what it keeps alive, what
 * collection did to it so far.
 *
 * <p>Everything is answered from what the service keeps, versions and ops, without a connection: nobody sees who asks, and nothing
 * changes. Answers are immutable records with a form in JSON, shared by the command line and whoever else shows them. Documents are
 * opened on the caller's thread, which waits for the service; they stay on it.
 */
@NullMarked
package dev.sluice.inspect;

import org.jspecify.annotations.NullMarked;
