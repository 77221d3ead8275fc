package dev.renderfarm.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.api.FakeFarm;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StatusCommandTest {

    private static final String FARM = """
            {"object":"farm","state":"rendering","workers":{"live":3,"starting":1,"ready":2,"set_aside":0,"draining":0,
             "busy":2},"images_per_second":1.5,"batches":2,"waiting":700,"paused":100,"in_flight":30,"seconds_left":420.2,
             "curve":{"from":"2026-01-02T12:00:00Z","seconds_per_point":10,"rendered":[1],"failed":[0]},
             "today":{"from":"2026-01-02T00:00:00Z","rendered":31240,"first_try":31228,"failed":43,"device_seconds":33500.5,
             "cost":{"amount":15.354395833,"per_device_hour":1.65,"currency":"EUR"}}}
            """;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldTellWhatTheFarmIsAt() {
        // Given
        farm.on("GET /v1/farm", 200, FARM.getBytes(UTF_8));
        // When
        int code = console.run("status");
        // Then
        assertThat(code).as(console.toString()).isZero();
        assertThat(console.out()).hasToString("""
                        farm     rendering
                        workers  3 live, 2 busy, 1 starting, 0 set aside, 0 draining
                        work     2 open batches, 700 pictures wait (100 of them paused), 30 in flight
                        speed    1.50 images/s, 7 min left
                        today    31240 pictures, 43 failed attempts, 9.31 device hours, 15.35 EUR
                        """);
    }

    @Test
    void shouldGiveAllOfItAsJson() {
        // Given
        farm.on("GET /v1/farm", 200, FARM.getBytes(UTF_8));
        // When
        console.run("status", "--json");
        // Then
        assertThat(console.out().toString()).contains("\"seconds_per_point\" : 10");
    }
}
