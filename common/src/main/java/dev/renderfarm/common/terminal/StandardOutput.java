package dev.renderfarm.common.terminal;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Standard output and error in UTF-8, whatever the locale says. */
public final class StandardOutput {

    private static final Path LINK = Path.of("/proc/self/fd/1");

    /**
     * What is written here arrives, or an {@link UnwritableOutputException} tells that it did not; the JDK's own
     * streams pass over that. It is flushed with each line.
     */
    public static PrintWriter open() {
        return over(new FileOutputStream(FileDescriptor.out), linked());
    }

    /** Standard error, flushed with each line. Whoever cannot be told of a failure is not told. */
    public static PrintWriter errors() {
        return new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8), true);
    }

    /** @param target what the descriptor is of, as Linux names it; empty where that is not known */
    static PrintWriter over(OutputStream out, String target) {
        return new PrintWriter(
                new BufferedWriter(new OutputStreamWriter(new Checked(out, target), StandardCharsets.UTF_8)), true);
    }

    private static String linked() {
        try {
            return Files.readSymbolicLink(LINK).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /** Print writers swallow an {@link IOException}, and nothing else. */
    private static final class Checked extends OutputStream {

        private final OutputStream out;
        private final String target;

        private Checked(OutputStream out, String target) {
            this.out = out;
            this.target = target;
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] content, int from, int length) {
            try {
                out.write(content, from, length);
            } catch (IOException e) {
                throw new UnwritableOutputException(isReaderGone(e), String.valueOf(e.getMessage()));
            }
        }

        /** A pipe or socket fails for no other reason; what the system calls it depends on the language. */
        private boolean isReaderGone(IOException failure) {
            String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
            return message.contains("broken pipe") || target.startsWith("pipe:") || target.startsWith("socket:");
        }
    }

    private StandardOutput() {}
}
