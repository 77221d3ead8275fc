package dev.renderfarm.coordinator.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveredPicturesTest {

    @Test
    void shouldReadWhatWasAdded() {
        Headers headers = new RecordHeaders();
        DeliveredPictures.add(headers, List.of(0, 7, 123_456));
        assertThat(headers.lastHeader(DeliveredPictures.HEADER).value())
                .isEqualTo("0,7,123456".getBytes(StandardCharsets.UTF_8));
        assertThat(DeliveredPictures.of(headers)).containsExactly(0, 7, 123_456);
    }

    @Test
    void shouldAddNothingWhenThereAreNone() {
        Headers headers = new RecordHeaders();
        DeliveredPictures.add(headers, List.of());
        assertThat(headers).isEmpty();
        assertThat(DeliveredPictures.of(headers)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "1,", "-1", "a", "1 ,2", "99999999999", "01"})
    void shouldReadNoneWhenTheyCannotBeRead(String text) {
        Headers headers = new RecordHeaders();
        headers.add(DeliveredPictures.HEADER, text.getBytes(StandardCharsets.UTF_8));
        assertThat(DeliveredPictures.of(headers)).isEmpty();
    }
}
