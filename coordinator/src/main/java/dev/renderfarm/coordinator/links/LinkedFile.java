package dev.renderfarm.coordinator.links;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A file that a batch left, with the farm's address before the path of each picture; else byte for byte as it is stored.
 * Release 0.1.0 stored whole addresses: they get the present one. Memory does not grow with the file.
 */
public final class LinkedFile extends InputStream {

    private static final int CHUNK = 8_192;

    /** In bytes. Ours are shorter; what is longer is looked at in pieces. */
    private static final int LONGEST_LINK = 4_096;

    private final InputStream stored;
    private final LinkPlaces places;
    private final String path;
    private final String address;
    private final byte[] chunk = new byte[CHUNK];
    private final ByteArrayOutputStream link = new ByteArrayOutputStream();
    private final ByteArrayOutputStream ahead = new ByteArrayOutputStream();
    private byte[] ready = {};
    private int position;

    private LinkedFile(InputStream stored, LinkPlaces places, BatchId batch, PublicUrl address) {
        this.stored = stored;
        this.places = places;
        this.path = ImagePath.ofAll(batch);
        this.address = address.value();
    }

    /** @param stored closed with what is returned */
    public static InputStream of(InputStream stored, BatchId batch, BatchFile file, PublicUrl address) {
        return switch (file) {
            case OUTPUT -> new LinkedFile(stored, new OutputLinkPlaces(), batch, address);
            case MANIFEST -> new LinkedFile(stored, new ManifestLinkPlaces(), batch, address);
            case ERRORS -> stored;
        };
    }

    @Override
    public int read() throws IOException {
        return isAtEnd() ? -1 : Byte.toUnsignedInt(ready[position++]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int count = Math.min(length, ready.length - position);
        System.arraycopy(ready, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }

    private boolean isAtEnd() throws IOException {
        while (position == ready.length) {
            int count = stored.read(chunk);
            for (int i = 0; i < count; i++) {
                pass(chunk[i]);
            }
            if (count < 0) {
                endLink();
            }
            ready = ahead.toByteArray();
            ahead.reset();
            position = 0;
            if (count < 0) {
                return ready.length == 0;
            }
        }
        return false;
    }

    private void pass(byte next) {
        boolean covered = places.covers(next);
        if (!covered || link.size() == LONGEST_LINK) {
            endLink();
        }
        (covered ? link : ahead).write(next);
    }

    private void endLink() {
        if (link.size() > 0) {
            ahead.writeBytes(present(link.toString(ISO_8859_1)).getBytes(ISO_8859_1));
            link.reset();
        }
    }

    private String present(String text) {
        int at = text.indexOf(path);
        boolean isOurs = at == 0 || at > 0 && text.startsWith("http");
        return isOurs ? address + text.substring(at) : text;
    }
}
