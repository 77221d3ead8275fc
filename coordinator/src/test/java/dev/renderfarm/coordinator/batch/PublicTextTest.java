package dev.renderfarm.coordinator.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cannot write batches/batch_1/images/鍋-2.png at http://127.0.0.1:31067: An internal error occurred. Try again. \
            | cannot write an object of the farm: An internal error occurred. Try again.
            cannot read files/file-1.json at https://minio.inside:9000/bucket/x (403) | cannot read an object of the farm (403)
            java.net.ConnectException: Connection refused | Connection refused
            Failed to connect to /127.0.0.1:9000 | Failed to connect
            Failed to connect to localhost/127.0.0.1:9000; try again | Failed to connect to localhost; try again
            no route to 10.1.2.3, see the log | no route, see the log
            Failed to connect to minio.inside:9000 | Failed to connect
            the prompt has 1815 tokens, tiny reads 512: shorten it | the prompt has 1815 tokens, tiny reads 512: shorten it
            250x250 cannot be drawn, 256:384 neither | 250x250 cannot be drawn, 256:384 neither
            a file name such as mug.png is fine: so is 1.5 | a file name such as mug.png is fine: so is 1.5
            """)
    void shouldLeaveOutWhatIsInside(String words, String text) {
        assertThat(PublicText.of(words)).isEqualTo(text);
    }
}
