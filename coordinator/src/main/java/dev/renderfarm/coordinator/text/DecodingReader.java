package dev.renderfarm.coordinator.text;

import dev.renderfarm.common.batch.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one encoding and nothing else. A leading byte order mark is skipped. At the first malformed byte it fails
 * with {@link UnreadableTextException}, after it has delivered everything before it, so the line named is the right
 * one.
 */
final class DecodingReader extends Reader {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int BUFFER = 8192;
    private static final int QUOTED_BEFORE = 20;

    private final InputStream in;
    private final TextEncoding encoding;
    private final boolean known;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
    private boolean started;
    private boolean ended;
    private boolean lastWasCarriageReturn;
    private int line = 1;
    private @Nullable UnreadableTextException failure;

    /**
     * @param known whether the file or its sender says so; else another encoding is guessed where it is not this one
     */
    DecodingReader(InputStream in, TextEncoding encoding, boolean known) {
        this.in = in;
        this.encoding = encoding;
        this.known = known;
        this.decoder = encoding.charset()
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!chars.hasRemaining()) {
            if (failure != null) {
                throw failure;
            }
            if (ended) {
                return -1;
            }
            decodeMore();
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, offset, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void decodeMore() throws IOException {
        int read = fill();
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, read < 0);
        if (read < 0 && result.isUnderflow()) {
            result = decoder.flush(chars);
            ended = result.isUnderflow();
        }
        chars.flip();
        skipByteOrderMark();
        int lineStart = countLines();
        if (result.isError()) {
            failure = failure(lineStart);
        }
    }

    private int fill() throws IOException {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + Math.max(0, read)).flip();
        return read;
    }

    private void skipByteOrderMark() {
        if (!started && chars.hasRemaining()) {
            started = true;
            if (chars.get(chars.position()) == BYTE_ORDER_MARK) {
                chars.get();
            }
        }
    }

    /** @return where the last line begins in what was decoded, or where that begins */
    private int countLines() {
        int lineStart = chars.position();
        for (int i = chars.position(); i < chars.limit(); i++) {
            char c = chars.get(i);
            if (c == '\r' || (c == '\n' && !lastWasCarriageReturn)) {
                line++;
            }
            lastWasCarriageReturn = c == '\r';
            if (c == '\r' || c == '\n') {
                lineStart = i + 1;
            }
        }
        return lineStart;
    }

    private UnreadableTextException failure(int lineStart) throws IOException {
        if (known) {
            return new UnreadableTextException(
                    line, "the file is not " + encoding.wireName() + " from this line on: " + Advice.SAVE);
        }
        while (bytes.remaining() < BUFFER && fill() >= 0) {
            // the more of it, the better the guess
        }
        int from = Math.max(lineStart, chars.limit() - QUOTED_BEFORE);
        String before = chars.toString().substring(from - chars.position());
        byte[] sample = new byte[bytes.remaining()];
        bytes.get(sample);
        String message = EncodingGuess.of(sample)
                .map(guess -> "the file is not UTF-8 from this line on. It looks like " + guess.wireName()
                        + ", as which the line reads \"" + before + EncodingGuess.beginning(sample, guess) + "\": "
                        + Advice.saveOrSay(guess))
                .orElseGet(() -> "the file is not UTF-8 from this line on: " + Advice.saveOrSay());
        return new UnreadableTextException(line, message);
    }
}
