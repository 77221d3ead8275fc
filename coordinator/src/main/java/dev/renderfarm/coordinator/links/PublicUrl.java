package dev.renderfarm.coordinator.links;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address that users of the HTTP API ask: what its paths are appended to.
 *
 * @param value without a slash at the end; it stands in JSON, in CSV and in headers as it is
 */
public record PublicUrl(String value) {

    private static final Pattern SYNTAX = Pattern.compile(
            "(?i:https?)://(?<host>[a-zA-Z0-9._-]+|\\[[0-9a-fA-F:.]+])(:(?<port>[0-9]{1,5}))?(?<path>(/[a-zA-Z0-9._~%-]+)*)");

    private static final int HIGHEST_PORT = 65_535;

    public PublicUrl {
        Matcher parts = SYNTAX.matcher(value);
        if (!parts.matches() || !isPort(parts.group("port"))) {
            throw new IllegalArgumentException("must be http:// or https://, a host in ASCII, and where they are needed"
                    + " a port and a path, without user, query or fragment");
        }
        if (parts.group("path").toLowerCase(Locale.ROOT).endsWith("/v1")) {
            throw new IllegalArgumentException("must end before /v1, which is part of every path of the API");
        }
    }

    /** @param text with or without slashes at the end */
    public static PublicUrl parse(String text) {
        return new PublicUrl(text.strip().replaceAll("/+$", ""));
    }

    public String host() {
        Matcher parts = SYNTAX.matcher(value);
        if (!parts.matches()) {
            throw new IllegalStateException("was checked when it was made: " + value);
        }
        return parts.group("host");
    }

    private static boolean isPort(@Nullable String digits) {
        return digits == null || Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= HIGHEST_PORT;
    }

    @Override
    public String toString() {
        return value;
    }
}
