package dev.renderfarm.coordinator.webhooks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Addresses that begin alike, as {@code 10.0.0.0/8} or {@code fd00::/8}. */
final class AddressRange {

    /** What cannot be a name, so that no name is looked up. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,3}");

    private final byte[] first;
    private final int bits;

    private AddressRange(byte[] first, int bits) {
        this.first = first;
        this.bits = bits;
    }

    /** Whether the text is meant for a range and not for a name. */
    static boolean looksLikeOne(String text) {
        return text.contains("/") || ADDRESS.matcher(text).matches();
    }

    /**
     * @param text an address alone is a range of one
     * @throws IllegalArgumentException if it is none
     */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!ADDRESS.matcher(address).matches()) {
            throw none(text);
        }
        byte[] bytes;
        try {
            bytes = InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw none(text);
        }
        String length = slash < 0 ? String.valueOf(bytes.length * 8) : text.substring(slash + 1);
        if (!LENGTH.matcher(length).matches() || Integer.parseInt(length) > bytes.length * 8) {
            throw none(text);
        }
        return new AddressRange(bytes, Integer.parseInt(length));
    }

    boolean holds(byte[] address) {
        if (address.length != first.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (first[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException none(String text) {
        return new IllegalArgumentException("not a range of addresses, expected one like 10.1.0.0/16: " + text);
    }
}
