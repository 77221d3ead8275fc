package dev.renderfarm.coordinator.text;

import dev.renderfarm.common.batch.TextEncoding;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens uploads as texts. */
public final class TextSource {

    /** So many characters that are UTF-8 by chance make a text of two-byte characters doubtful. */
    private static final int BY_CHANCE = 4;

    /**
     * The text of a file, without its byte order mark. A mark decides; else what is declared; else it is UTF-8. The
     * reader fails with {@link UnreadableTextException} at the first bytes that are none of the encoding, after it has
     * delivered everything before them.
     *
     * @param content not closed
     * @throws UnreadableTextException if the file is none of a text, or not in the encoding that is declared
     * @throws IOException if the stream itself fails
     */
    public static Reader open(InputStream content, @Nullable TextEncoding declared) throws IOException {
        BufferedInputStream in = new BufferedInputStream(content, FileKind.START_LENGTH);
        byte[] start = start(in);
        Optional<FileKind> kind = FileKind.of(start);
        if (kind.isPresent()) {
            throw new UnreadableTextException(null, kind.get().describe());
        }
        Optional<Bom> mark = Bom.of(start);
        if (mark.isPresent()) {
            return new DecodingReader(in, mark.get().encoding(), true);
        }
        refuseWrongDeclaration(start, declared);
        return declared == null
                ? new DecodingReader(in, TextEncoding.UTF_8, false)
                : new DecodingReader(in, declared, true);
    }

    /** The first bytes of a stream, which stands at its beginning again. */
    static byte[] start(BufferedInputStream in) throws IOException {
        in.mark(FileKind.START_LENGTH);
        byte[] start = in.readNBytes(FileKind.START_LENGTH);
        in.reset();
        return start;
    }

    private static void refuseWrongDeclaration(byte[] start, @Nullable TextEncoding declared)
            throws UnreadableTextException {
        Optional<TextEncoding> wide = Bom.missing(start);
        if (wide.isPresent() && declared != TextEncoding.UTF_16LE && declared != TextEncoding.UTF_16BE) {
            throw new UnreadableTextException(
                    null, "the file is UTF-16 without a byte order mark: " + Advice.saveOrSay(wide.get()));
        }
        if (declared != null && !declared.isUnicode() && looksLikeUtf8(start, declared)) {
            throw new UnreadableTextException(
                    null,
                    "the file is UTF-8, not " + declared.wireName() + ": submit it without an encoding, or with utf-8");
        }
    }

    private static boolean looksLikeUtf8(byte[] start, TextEncoding declared) {
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        CharBuffer chars = CharBuffer.allocate(start.length);
        if (utf8.decode(ByteBuffer.wrap(start), chars, false).isError()) {
            return false;
        }
        long beyondAscii = chars.flip().chars().filter(c -> c >= 0x80).count();
        boolean oneByteEach = declared.charset().newEncoder().maxBytesPerChar() == 1;
        return beyondAscii >= (oneByteEach ? 1 : BY_CHANCE);
    }

    private TextSource() {}
}
