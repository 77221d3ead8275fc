package dev.renderfarm.imaging.png;

import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The rows of a PNG, inflated and unfiltered one after the other: no more is inflated than there are pixels. */
final class PngRows implements AutoCloseable {

    private final byte[] file;
    private final Iterator<PngChunks.Chunk> data;
    private final int pixelBytes;
    private final Inflater inflater = new Inflater();
    private byte[] above = {};

    /** @param data the chunks {@code IDAT} */
    PngRows(byte[] file, List<PngChunks.Chunk> data, PngHeader header) {
        this.file = file;
        this.data = data.iterator();
        this.pixelBytes = Math.max(1, header.bitsPerPixel() / 8);
    }

    /** The next row begins a picture of its own, as each pass of an interlaced one is. */
    void beginPass(int rowBytes) {
        above = new byte[rowBytes];
    }

    /** The next row, which is the caller's until the next call. */
    byte[] next() {
        byte[] filter = new byte[1];
        fill(filter);
        byte[] row = new byte[above.length];
        fill(row);
        unfilter(filter[0], row);
        above = row;
        return row;
    }

    @Override
    public void close() {
        inflater.end();
    }

    private void fill(byte[] out) {
        int at = 0;
        try {
            while (at < out.length) {
                int got = inflater.inflate(out, at, out.length - at);
                at += got;
                if (got == 0) {
                    more();
                }
            }
        } catch (DataFormatException e) {
            throw damaged("pixels that cannot be inflated");
        }
    }

    private void more() {
        if (inflater.finished()) {
            throw damaged("fewer rows than its header tells of");
        }
        if (inflater.needsDictionary()) {
            throw damaged("pixels that cannot be inflated");
        }
        if (!data.hasNext()) {
            throw new SourceRefusedException(SourceFault.TRUNCATED, "the PNG ends in the middle of its pixels");
        }
        PngChunks.Chunk next = data.next();
        inflater.setInput(file, next.from(), next.length());
    }

    /** PNG specification, section 9. */
    private void unfilter(byte filter, byte[] row) {
        switch (filter) {
            case 0 -> {}
            case 1 -> {
                for (int i = pixelBytes; i < row.length; i++) {
                    row[i] += row[i - pixelBytes];
                }
            }
            case 2 -> {
                for (int i = 0; i < row.length; i++) {
                    row[i] += above[i];
                }
            }
            case 3 -> {
                for (int i = 0; i < row.length; i++) {
                    row[i] += (byte) ((left(row, i) + (above[i] & 0xff)) / 2);
                }
            }
            case 4 -> {
                for (int i = 0; i < row.length; i++) {
                    row[i] += (byte) paeth(left(row, i), above[i] & 0xff, left(above, i));
                }
            }
            default -> throw damaged("a row with a filter that there is not");
        }
    }

    private int left(byte[] row, int i) {
        return i < pixelBytes ? 0 : row[i - pixelBytes] & 0xff;
    }

    private static int paeth(int left, int above, int aboveLeft) {
        int guess = left + above - aboveLeft;
        int byLeft = Math.abs(guess - left);
        int byAbove = Math.abs(guess - above);
        int byAboveLeft = Math.abs(guess - aboveLeft);
        if (byLeft <= byAbove && byLeft <= byAboveLeft) {
            return left;
        }
        return byAbove <= byAboveLeft ? above : aboveLeft;
    }

    private static SourceRefusedException damaged(String what) {
        return new SourceRefusedException(SourceFault.DAMAGED, "the PNG has " + what);
    }
}
