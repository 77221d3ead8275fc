package dev.renderfarm.provenance.jumbf;

import dev.renderfarm.provenance.refusal.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads a superbox with all that is in it, without copying a byte of content. Takes at most {@value #MAX_BOXES} boxes,
 * nested {@value #MAX_DEPTH} deep.
 */
public final class JumbfReader {

    static final int MAX_DEPTH = 8;
    static final int MAX_BOXES = 10_000;
    static final int MAX_LABEL_BYTES = 1024;

    private static final int UUID_BYTES = 2 * Long.BYTES;
    private static final int HAS_LABEL = 0x02;
    /** All that have a meaning (ISO 19566-5, B.3). */
    private static final int TOGGLES = 0x1F;

    private int count;

    private JumbfReader() {}

    /**
     * @param bytes one superbox and nothing after it; the buffer's position stays where it is
     * @throws MalformedException if they are something else
     */
    public static Superbox read(ByteBuffer bytes) throws MalformedException {
        ByteBuffer in = bytes.slice();
        JumbfReader reader = new JumbfReader();
        Box box = reader.next(in);
        if (box.type() != FourLetters.SUPERBOX) {
            throw new MalformedException("JUMBF begins with something else than a superbox");
        }
        if (in.hasRemaining()) {
            throw new MalformedException("JUMBF has " + in.remaining() + " bytes after its superbox");
        }
        return reader.superbox(box.payload(), 0);
    }

    private Superbox superbox(ByteBuffer payload, int depth) throws MalformedException {
        if (depth > MAX_DEPTH) {
            throw new MalformedException("JUMBF is nested more than " + MAX_DEPTH + " deep");
        }
        ByteBuffer in = payload.duplicate();
        Box description = next(in);
        if (description.type() != FourLetters.DESCRIPTION
                || description.payload().remaining() <= UUID_BYTES) {
            throw new MalformedException("JUMBF superbox begins without a description");
        }
        ByteBuffer words = description.payload();
        UUID type = new UUID(words.getLong(), words.getLong());
        byte toggles = words.get();
        if ((toggles & ~TOGGLES) != 0) {
            throw new MalformedException("JUMBF description has a toggle that is reserved");
        }
        String label = (toggles & HAS_LABEL) == 0 ? "" : label(words);
        List<Superbox> boxes = new ArrayList<>();
        List<ByteBuffer> contents = new ArrayList<>();
        while (in.hasRemaining()) {
            Box box = next(in);
            if (box.type() == FourLetters.SUPERBOX) {
                boxes.add(superbox(box.payload(), depth + 1));
            } else if (box.type() == FourLetters.CBOR) {
                contents.add(box.payload());
            }
        }
        return new Superbox(type, label, payload, boxes, contents);
    }

    private static String label(ByteBuffer words) throws MalformedException {
        int start = words.position();
        int limit = Math.min(words.limit(), start + MAX_LABEL_BYTES + 1);
        for (int end = start; end < limit; end++) {
            if (words.get(end) == 0) {
                byte[] letters = new byte[end - start];
                words.get(letters);
                return new String(letters, StandardCharsets.UTF_8);
            }
        }
        throw new MalformedException("JUMBF label does not end within " + MAX_LABEL_BYTES + " bytes");
    }

    private Box next(ByteBuffer in) throws MalformedException {
        if (++count > MAX_BOXES) {
            throw new MalformedException("JUMBF has more than " + MAX_BOXES + " boxes");
        }
        if (in.remaining() < JumbfWriter.HEADER_BYTES) {
            throw new MalformedException("JUMBF ends in the middle of a box");
        }
        long length = in.getInt() & 0xFFFF_FFFFL;
        int type = in.getInt();
        long payload = length - JumbfWriter.HEADER_BYTES;
        if (payload < 0 || payload > in.remaining()) {
            throw new MalformedException("JUMBF box says that it has " + length + " bytes where "
                    + (in.remaining() + JumbfWriter.HEADER_BYTES) + " are");
        }
        ByteBuffer content = in.slice(in.position(), (int) payload);
        in.position(in.position() + (int) payload);
        return new Box(type, content);
    }

    private record Box(int type, ByteBuffer payload) {}
}
