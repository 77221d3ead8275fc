package dev.renderfarm.coordinator.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedTargetsTest {

    private final AllowedTargets nothing = new AllowedTargets(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.100.100.200",
                "192.0.0.192",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::a00:1",
                "2002:7f00:1::",
                "2001:0:4136:e378::",
                "2001:db8::1",
                "::127.0.0.1",
                "fec0::1"
            })
    void shouldRefuseWhatIsNotPublic(String address) throws UnknownHostException {
        assertThat(nothing.allows(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::101:101"})
    void shouldAllowWhatIsPublic(String address) throws UnknownHostException {
        assertThat(nothing.allows(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void shouldAllowWhatTheOperatorLists() throws UnknownHostException {
        // When
        var listed = new AllowedTargets(List.of("10.1.0.0/16", "fd12::/16", "127.0.0.1", "Hooks.internal", " "));
        // Then
        assertThat(listed.allows(InetAddress.getByName("10.1.255.1"))).isTrue();
        assertThat(listed.allows(InetAddress.getByName("10.2.0.1"))).isFalse();
        assertThat(listed.allows(InetAddress.getByName("fd12:1::1"))).isTrue();
        assertThat(listed.allows(InetAddress.getByName("127.0.0.2"))).isFalse();
        assertThat(listed.namesHost("hooks.INTERNAL")).isTrue();
        assertThat(listed.namesHost("127.0.0.1")).isTrue();
        assertThat(listed.namesHost("[fd12::1]")).isTrue();
        assertThat(listed.namesHost("other.internal")).isFalse();
        assertThat(listed.namesHost("127.0.0.2")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "hooks.internal/8", "::1/129", "10.0.0.0/-1"})
    void shouldSayWhatIsNoRange(String text) {
        assertThatThrownBy(() -> new AllowedTargets(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
