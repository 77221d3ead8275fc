package dev.renderfarm.coordinator.webhooks;

import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks what can be told of a receiver's address without asking anyone; the rest is checked at every connection. */
final class WebhookUrl {

    private static final String FIELD = "url";
    private static final int HIGHEST_PORT = 65_535;

    /**
     * @return the address as it was given
     * @throws RequestRefusedException if no message can go there
     */
    static String checked(@Nullable String text, AllowedTargets allowed) {
        if (text == null || text.isBlank()) {
            throw RequestRefusedException.invalid(FIELD, "url is missing: give the receiver's address, as https://…");
        }
        if (text.length() > Webhook.LONGEST_URL) {
            throw RequestRefusedException.invalid(FIELD, "url is longer than " + Webhook.LONGEST_URL + " characters");
        }
        URI url = parsed(text);
        String host = url.getHost();
        if (host == null && url.getRawAuthority() != null && url.getRawUserInfo() == null) {
            throw RequestRefusedException.invalid(
                    FIELD,
                    "url has a host or port that none can have: a name is made of letters, digits, hyphens and dots, and"
                            + " a port is a number");
        }
        if (url.getPort() == 0 || url.getPort() > HIGHEST_PORT) {
            throw RequestRefusedException.invalid(
                    FIELD, "url has a port that is none: it is from 1 to " + HIGHEST_PORT);
        }
        if (!url.isAbsolute() || host == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw RequestRefusedException.invalid(
                    FIELD, "url must be an address like https://shop.example/hook, without user and fragment");
        }
        boolean named = allowed.namesHost(host);
        if (!url.getScheme().equalsIgnoreCase("https")
                && !(named && url.getScheme().equalsIgnoreCase("http"))) {
            throw RequestRefusedException.invalid(
                    FIELD,
                    "url must begin with https:// ; http is for hosts that the operator lists in"
                            + " renderfarm.webhooks.allow");
        }
        if (!named && isForbidden(host, allowed)) {
            throw RequestRefusedException.invalid(
                    FIELD,
                    "url leads to an address that is not public; the operator may allow it in"
                            + " renderfarm.webhooks.allow");
        }
        return text;
    }

    private static URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw RequestRefusedException.invalid(FIELD, "url is no address: " + e.getReason());
        }
    }

    /** Of a host that is given by its address, or is this machine by its name. */
    private static boolean isForbidden(String host, AllowedTargets allowed) {
        String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (plain.equalsIgnoreCase("localhost")
                || plain.toLowerCase(Locale.ROOT).endsWith(".localhost")) {
            return true;
        }
        if (!AddressRange.looksLikeOne(plain)) {
            return false;
        }
        try {
            return !allowed.allows(InetAddress.getByName(plain));
        } catch (UnknownHostException e) {
            return true;
        }
    }

    private WebhookUrl() {}
}
