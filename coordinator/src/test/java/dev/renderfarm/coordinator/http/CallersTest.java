package dev.renderfarm.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {

    private final Callers callers = new Callers(Set.of("farm.example.com"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "127.0.0.1:8080",
                "10.1.2.3:8080",
                "[::1]:8080",
                "farm.example.com",
                "Farm.Example.com.:443"
            })
    void shouldServeTheFarmsOwnNames(String host) {
        assertThat(callers.refusal("GET", host, null, null)).isEmpty();
        assertThat(callers.refusal("POST", host, null, null)).isEmpty();
        assertThat(callers.refusal("POST", host, "http://" + host, "same-origin"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "",
                "1.2"
            })
    void shouldRefuseAnyOtherName(String host) {
        assertThat(callers.refusal("GET", host, null, null)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "null", "http://127.0.0.1:3000", "http://127.0.0.1:8080.evil.example"})
    void shouldLetNoOtherPageChangeAnything(String origin) {
        assertThat(post(origin, null)).isFalse();
        assertThat(callers.refusal("GET", "127.0.0.1:8080", origin, "cross-site"))
                .isEmpty();
    }

    @Test
    void shouldHeedWhatTheBrowserSaysOfTheSite() {
        assertThat(post(null, "cross-site")).isFalse();
        assertThat(post(null, "same-site")).isFalse();
        assertThat(post("http://app.localhost", "same-site")).isFalse();
        assertThat(post(null, "none")).isTrue();
        assertThat(post("http://127.0.0.1:8080", "same-origin")).isTrue();
        assertThat(post("https://farm.example.com", "cross-site")).isTrue();
    }

    @Test
    void shouldServeWhoeverAsksWhereAnyNameIsAllowed() {
        Callers any = new Callers(Set.of("*"));
        assertThat(any.refusal("POST", "evil.example", "https://evil.example", "same-origin"))
                .isEmpty();
    }

    private boolean post(@Nullable String origin, @Nullable String site) {
        return callers.refusal("POST", "127.0.0.1:8080", origin, site).isEmpty();
    }
}
