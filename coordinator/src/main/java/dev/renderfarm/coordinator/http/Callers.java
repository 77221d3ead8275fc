package dev.renderfarm.coordinator.http;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask: where the farm asks for no key, what names the farm by a name of its own, and no page of
 * another site. An IP address cannot be bent to the farm by whoever owns a name, so it is always a name of its own.
 */
final class Callers {

    private static final String ANY = "*";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    /** A page of the same site has another name or port, behind which somebody else may be. */
    private static final Set<String> OTHERS = Set.of("cross-site", "same-site");

    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");
    private static final Pattern SCHEME = Pattern.compile("^https?://");

    private final Set<String> names = new HashSet<>();
    private final boolean keyed;

    /** @param names beside localhost and addresses; {@code *} is any */
    Callers(Set<String> names) {
        this(names, false);
    }

    /** @param keyed whether everybody is asked for a key: then a name that was bent to the farm is of no use */
    Callers(Set<String> names, boolean keyed) {
        this.keyed = keyed;
        names.forEach(name -> this.names.add(host(name)));
    }

    /**
     * Why it is refused; empty where it is not.
     *
     * @param host the header, with or without a port; null from clients that are no browsers
     * @param origin the header; null where it is missing
     * @param site the header {@code Sec-Fetch-Site}; null where it is missing
     */
    Optional<String> refusal(String method, @Nullable String host, @Nullable String origin, @Nullable String site) {
        if (!keyed && host != null && !isOurs(host(host))) {
            return Optional.of("the farm is not known under the name in the header Host: ask for it by its address, or"
                    + " add the name to renderfarm.http.allowed-hosts");
        }
        if (SAFE.contains(method) || mayChange(host, origin, site)) {
            return Optional.empty();
        }
        return Optional.of("a page of another site may not change anything here: send the request from a program, or"
                + " add the page's host to renderfarm.http.allowed-hosts");
    }

    private boolean mayChange(@Nullable String host, @Nullable String origin, @Nullable String site) {
        if (origin == null) {
            return site == null || !OTHERS.contains(site);
        }
        String page = SCHEME.matcher(origin.toLowerCase(Locale.ROOT)).replaceFirst("");
        return page.equalsIgnoreCase(host) || names.contains(host(page)) || names.contains(ANY);
    }

    private boolean isOurs(String name) {
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || ADDRESS.matcher(name).matches()
                || names.contains(name)
                || names.contains(ANY);
    }

    /** A dot at the end is the same name. */
    private static String host(String authority) {
        String name = PORT.matcher(authority.toLowerCase(Locale.ROOT)).replaceFirst("");
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
