package dev.renderfarm.coordinator.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://farm.example, https://farm.example, farm.example",
        "https://farm.example/, https://farm.example, farm.example",
        "' http://farm_1:8080/renders// ', http://farm_1:8080/renders, farm_1",
        "HTTPS://10.0.0.1:65535, HTTPS://10.0.0.1:65535, 10.0.0.1",
        "http://[::1]:80/a%20b/~c, http://[::1]:80/a%20b/~c, [::1]",
    })
    void shouldLeaveOutSlashesAtTheEnd(String text, String value, String host) {
        PublicUrl url = PublicUrl.parse(text);
        assertThat(url).hasToString(value);
        assertThat(url.host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "farm.example",
                "//farm.example",
                "ftp://farm.example",
                "https://",
                "https:///renders",
                "https://user:secret@farm.example",
                "https://farm.example?a=b",
                "https://farm.example/#top",
                "https://farm.example:0",
                "https://farm.example:65536",
                "https://farm.example:x",
                "https://farm.example/a,b",
                "https://farm.example/\"",
                "https://farm example",
                "https://farm.example/a\nb",
                "https://b\u00fccher.example"
            })
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> PublicUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be http:// or https://, a host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://farm.example/v1", "https://farm.example/renders/V1/"})
    void shouldRefuseTheBeginningOfThePathsThemselves(String text) {
        assertThatThrownBy(() -> PublicUrl.parse(text)).hasMessageStartingWith("must end before /v1");
    }
}
