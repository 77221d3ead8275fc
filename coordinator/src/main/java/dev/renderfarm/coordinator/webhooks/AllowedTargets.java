package dev.renderfarm.coordinator.webhooks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where messages may go: to public addresses by https, and to hosts and ranges that the operator allows, by http too.
 * Safe for several threads.
 */
public final class AllowedTargets {

    private final Set<String> hosts = new HashSet<>();
    private final List<AddressRange> ranges;

    /**
     * @param allowed names of hosts, addresses, and ranges of addresses
     * @throws IllegalArgumentException if one is neither
     */
    public AllowedTargets(Collection<String> allowed) {
        List<String> all = allowed.stream()
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
        this.ranges = all.stream()
                .filter(AddressRange::looksLikeOne)
                .map(AddressRange::parse)
                .toList();
        all.stream()
                .filter(one -> !AddressRange.looksLikeOne(one))
                .forEach(one -> hosts.add(one.toLowerCase(Locale.ROOT)));
    }

    /** Whether the operator allows the host by name, or by its address where it is given by that, whatever it leads to. */
    public boolean namesHost(String host) {
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return hosts.contains(plain.toLowerCase(Locale.ROOT))
                || (AddressRange.looksLikeOne(plain) && !plain.contains("/") && isInRange(plain));
    }

    /** Whether a connection may be made to it, for a host that is not named. */
    public boolean allows(InetAddress address) {
        return PublicInternet.has(address) || ranges.stream().anyMatch(range -> range.holds(address.getAddress()));
    }

    private boolean isInRange(String literal) {
        try {
            byte[] address = InetAddress.getByName(literal).getAddress();
            return ranges.stream().anyMatch(range -> range.holds(address));
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
