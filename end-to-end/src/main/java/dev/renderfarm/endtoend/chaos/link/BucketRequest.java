package dev.renderfarm.endtoend.chaos.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;

/**
 * A request to the bucket as it came.
 *
 * @param head up to the empty line, and with it
 */
record BucketRequest(String head, byte[] body) {

    private static final String LENGTH = "content-length:";

    static BucketRequest read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 4) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("a request ends within its head");
            }
            head.write(next);
            ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : next == '\r' ? 1 : 0;
        }
        String text = head.toString(ISO_8859_1);
        return new BucketRequest(text, in.readNBytes(contentLength(text)));
    }

    boolean isPut() {
        return head.startsWith("PUT ");
    }

    boolean isHead() {
        return head.startsWith("HEAD ");
    }

    int length() {
        return body.length;
    }

    /** As the only one of its connection. */
    void send(OutputStream out, int bytesOfBody) throws IOException {
        out.write(head.replaceFirst("(?im)^connection:.*\r\n", "")
                .replaceFirst("\r\n", "\r\nConnection: close\r\n")
                .getBytes(ISO_8859_1));
        out.write(body, 0, bytesOfBody);
        out.flush();
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(LENGTH))
                .map(line -> Integer.parseInt(line.substring(LENGTH.length()).strip()))
                .findFirst()
                .orElse(0);
    }
}
