package dev.renderfarm.cli.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.storage.ImageName;
import org.junit.jupiter.api.Test;

class LocalNamesTest {

    private final LocalNames names = new LocalNames();

    @Test
    void shouldKeepTheNamesThatTheBucketHas() {
        assertThat(local("MUG-1")).isEqualTo("MUG-1");
        assertThat(local("शाड़ी")).isEqualTo("शाड़ी");
        assertThat(local("x".repeat(ImageName.MAX_BYTES))).hasSize(ImageName.MAX_BYTES);
    }

    @Test
    void shouldTellNamesApartThatADiskTakesForTheSame() {
        assertThat(local("MUG")).isEqualTo("MUG");
        assertThat(local("mug")).matches("mug-[0-9a-f]{8}");
        assertThat(local("caf\u00e9")).isEqualTo("caf\u00e9");
        assertThat(local("CAFE\u0301")).matches("CAFE\u0301-[0-9a-f]{8}");
    }

    @Test
    void shouldLeaveContactSheetsTheirNames() {
        assertThat(local("contact-sheet")).matches("contact-sheet-[0-9a-f]{8}");
        assertThat(local("Contact-Sheet-2")).matches("Contact-Sheet-2-[0-9a-f]{8}");
        assertThat(local("contact-sheets")).isEqualTo("contact-sheets");
    }

    /** Release 0.1 gave names of 120 characters, however many bytes they took. */
    @Test
    void shouldShortenNamesThatNoDiskHasRoomFor() {
        String first = local("杯".repeat(119) + "1");
        String second = local("杯".repeat(119) + "2");
        assertThat(first).matches("杯{37}-[0-9a-f]{8}").isNotEqualTo(second);
        assertThat(first.getBytes(UTF_8)).hasSize(ImageName.MAX_BYTES);
    }

    private String local(String name) {
        return names.of(new ImageName(name)).value();
    }
}
