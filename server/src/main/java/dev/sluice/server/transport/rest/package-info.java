/**
 * The REST surface: the orderer's and the storage's routes, in plain form and in the RestLess envelope (SVC §1).
 *
 * <p>A request is matched, authorized and limited before its body is read. Handlers turn it into a {@code Reply} value; one
 * place writes replies and maps failures. Event loops never block: hashing, compressing, reading files and whatever grows
 * with a document run on worker threads, and bodies of blobs stream through in bounded memory. What is small is done where it
 * arrived, since a change of thread would cost more.
 *
 * <p>Sockets, sequencing and the collection of objects are others' concern; this package sees them as interfaces.
 */
@NullMarked
package dev.sluice.server.transport.rest;

import org.jspecify.annotations.NullMarked;
