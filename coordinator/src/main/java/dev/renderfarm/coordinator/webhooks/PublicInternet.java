package dev.renderfarm.coordinator.webhooks;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** Which addresses are everybody's: those that IANA's registries of special addresses do not keep for something else. */
final class PublicInternet {

    private static final List<AddressRange> KEPT_4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    private static final AddressRange GLOBAL_6 = AddressRange.parse("2000::/3");

    /** Teredo, benchmarks, ORCHID, documentation, and what holds an address of another kind. */
    private static final List<AddressRange> KEPT_6 = ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /** RFC 6052: an address of IPv4 in its last four bytes. */
    private static final AddressRange TRANSLATED = AddressRange.parse("64:ff9b::/96");

    static boolean has(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return has4(bytes);
        }
        if (TRANSLATED.holds(bytes)) {
            return has4(Arrays.copyOfRange(bytes, 12, 16));
        }
        return GLOBAL_6.holds(bytes) && KEPT_6.stream().noneMatch(range -> range.holds(bytes));
    }

    private static boolean has4(byte[] bytes) {
        return KEPT_4.stream().noneMatch(range -> range.holds(bytes));
    }

    private static List<AddressRange> ranges(String... texts) {
        return Arrays.stream(texts).map(AddressRange::parse).toList();
    }

    private PublicInternet() {}
}
