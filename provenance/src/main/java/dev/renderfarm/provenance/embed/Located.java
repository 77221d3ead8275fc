package dev.renderfarm.provenance.embed;

import java.nio.ByteBuffer;

/**
 * A manifest in a file.
 *
 * @param start first byte of what holds it, chunk or segments
 * @param length of what holds it
 * @param manifest the bytes of the manifest store
 */
public record Located(int start, int length, ByteBuffer manifest) {

    public int end() {
        return start + length;
    }
}
