/**
 * Records as bytes in Confluent's wire format, and the registry that knows their schemas.
 *
 * <p>Written against the protocol of Confluent's Schema Registry as both the genuine server and Apicurio speak it. Two
 * kinds of failure are kept apart throughout: what may pass by waiting ({@link
 * dev.rollcall.wire.registry.RegistryUnavailableException}) and what will not ({@link
 * dev.rollcall.wire.registry.RegistryRefusalException}, {@link dev.rollcall.wire.registry.UndecodableException}). No
 * exception of this package carries bytes or field values of a record, nor a cause that might.
 */
@NullMarked
package dev.rollcall.wire.registry;

import org.jspecify.annotations.NullMarked;
