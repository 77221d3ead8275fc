package dev.renderfarm.coordinator.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"coordinator-0.farm-peers.shop.svc:8080", "127.0.0.1:1", "[::1]:65535"})
    void shouldBeReadAndToldAlikeWhenItIsHostAndPort(String text) {
        assertThat(ReplicaAddress.parse(text)).hasToString(text);
    }

    @Test
    void shouldBeAskedInPlainHttpWhenAPathIsAskedFor() {
        assertThat(ReplicaAddress.parse("farm-1:8080").url("/v1/batches/batch_1/tasks?limit=2"))
                .hasToString("http://farm-1:8080/v1/batches/batch_1/tasks?limit=2");
    }

    @Test
    void shouldBeTheSameWhenKafkaTellsIt() {
        assertThat(ReplicaAddress.told("fd00::1", 8080)).contains(ReplicaAddress.parse("[fd00::1]:8080"));
        assertThat(ReplicaAddress.told("farm-1", 8080)).contains(ReplicaAddress.parse("farm-1:8080"));
        assertThat(ReplicaAddress.told("unknown", -1)).isEmpty();
        assertThat(ReplicaAddress.told("farm_1", 8080)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "farm_1:8080",
                "farm",
                "farm:",
                ":8080",
                "farm:0",
                "farm:65536",
                "farm:80/x",
                "a@farm:80",
                "http://farm:80",
                "::1:80"
            })
    void shouldBeRefusedWhenItIsSomethingElse(String text) {
        assertThatThrownBy(() -> ReplicaAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
