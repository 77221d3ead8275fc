package dev.renderfarm.standalone.process;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a debugger may attach to a JVM: from this machine only, since whoever attaches can run anything in it.
 *
 * @param suspend whether the JVM waits for the debugger before it runs its program
 */
public record DebugPort(int port, boolean suspend) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(,suspend)?");

    public DebugPort {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /** @param text {@code PORT} or {@code PORT,suspend} */
    public static DebugPort parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not PORT or PORT,suspend: " + text);
        }
        return new DebugPort(Integer.parseInt(parts.group(1)), parts.group(2) != null);
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /** What the JVM is given for it. */
    public String argument() {
        return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=" + (suspend ? "y" : "n") + ",address=" + address();
    }
}
