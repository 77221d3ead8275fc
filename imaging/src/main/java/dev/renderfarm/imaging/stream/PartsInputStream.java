package dev.renderfarm.imaging.stream;

import dev.renderfarm.imaging.encoded.FilePart;
import java.util.List;
import javax.imageio.stream.ImageInputStreamImpl;

/** Parts of files, one after the other, as one file: nothing is copied, and everything can be read again. */
public final class PartsInputStream extends ImageInputStreamImpl {

    private final List<FilePart> parts;
    private final long length;

    /** The part that was read last, and where in the stream it begins. */
    private int part;

    private long partAt;

    public PartsInputStream(List<FilePart> parts) {
        this.parts = List.copyOf(parts);
        this.length = parts.stream().mapToLong(FilePart::length).sum();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read() {
        bitOffset = 0;
        if (streamPos >= length) {
            return -1;
        }
        find();
        return parts.get(part).at((int) (streamPos++ - partAt));
    }

    @Override
    public int read(byte[] bytes, int offset, int most) {
        bitOffset = 0;
        if (most == 0) {
            return 0;
        }
        if (streamPos >= length) {
            return -1;
        }
        find();
        FilePart current = parts.get(part);
        int skipped = (int) (streamPos - partAt);
        int got = Math.min(most, current.length() - skipped);
        System.arraycopy(current.file(), current.from() + skipped, bytes, offset, got);
        streamPos += got;
        return got;
    }

    /** Goes to the part that the next byte is in: there is one. */
    private void find() {
        while (streamPos < partAt) {
            part--;
            partAt -= parts.get(part).length();
        }
        while (streamPos >= partAt + parts.get(part).length()) {
            partAt += parts.get(part).length();
            part++;
        }
    }
}
