package dev.renderfarm.provenance.embed;

/**
 * A file with a manifest in it.
 *
 * @param start first byte of what holds it, chunk or segments
 * @param length of what holds it
 */
public record Embedded(byte[] file, int start, int length) {

    public int end() {
        return start + length;
    }
}
