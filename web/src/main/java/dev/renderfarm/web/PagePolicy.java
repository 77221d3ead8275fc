package dev.renderfarm.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page may load and run: what this farm sends, and of what stands in the page itself the import map alone, which
 * cannot be a file of its own.
 */
final class PagePolicy {

    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    static String of(byte[] page) {
        Matcher map = IMPORT_MAP.matcher(new String(page, UTF_8));
        String scripts = map.find() ? "'self' '" + hash(map.group(1)) + "'" : "'self'";
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src " + scripts,
                "style-src 'self'",
                "img-src 'self' blob:",
                "connect-src 'self'",
                "form-action 'self'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types lit-html");
    }

    /** Whitespace counts. */
    private static String hash(String script) {
        return "sha256-" + Base64.getEncoder().encodeToString(AppFile.sha256(script.getBytes(UTF_8)));
    }

    private PagePolicy() {}
}
