package dev.renderfarm.imaging.encoded;

import java.util.Arrays;

/** Some bytes of a file, in their place: the file is not copied. */
public record FilePart(byte[] file, int from, int length) {

    public FilePart {
        if (from < 0 || length < 0 || length > file.length - from) {
            throw new IllegalArgumentException(
                    "bytes " + from + " to " + ((long) from + length) + " of a file of " + file.length);
        }
    }

    /** A byte from 0 to 255, counted from the part's first. */
    public int at(int index) {
        return file[from + index] & 0xff;
    }

    /** What comes after the first bytes. */
    public FilePart after(int skipped) {
        return new FilePart(file, from + skipped, length - skipped);
    }

    /** A copy. */
    public byte[] bytes() {
        return Arrays.copyOfRange(file, from, from + length);
    }
}
