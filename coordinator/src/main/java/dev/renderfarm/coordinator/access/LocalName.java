package dev.renderfarm.coordinator.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names that mean the machine on which they are said, so that no stranger can bend one to another. */
public final class LocalName {

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}|\\[?::1]?");
    private static final Pattern PORT = Pattern.compile("(?<![:\\[]):[0-9]*$");

    /** @param host with or without a port; null is nobody's name, which no browser leaves out */
    public static boolean is(@Nullable String host) {
        if (host == null) {
            return true;
        }
        String name = PORT.matcher(host.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return bare.equals("localhost")
                || bare.endsWith(".localhost")
                || LOOPBACK.matcher(bare).matches();
    }

    /** Whether an address names this machine; not so what is none. */
    public static boolean isOfUrl(String url) {
        try {
            String host = new URI(url.strip()).getHost();
            return host != null && is(host);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private LocalName() {}
}
