/** CBOR (RFC 8949): values, written in one way only, and read from anybody within limits. */
@NullMarked
package dev.renderfarm.provenance.cbor;

import org.jspecify.annotations.NullMarked;
