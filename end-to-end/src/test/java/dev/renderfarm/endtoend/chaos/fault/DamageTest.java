package dev.renderfarm.endtoend.chaos.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DamageTest {

    private static final byte[] VALUE = "{\"id\":1}".getBytes(UTF_8);

    @Test
    void shouldLeaveHalfWhenTruncatedNothingWhenEmptiedAndNoByteAsItWasWhenCorrupted() {
        assertThat(Damage.TRUNCATED.of(VALUE)).isEqualTo("{\"id".getBytes(UTF_8));
        assertThat(Damage.EMPTY.of(VALUE)).isEmpty();
        byte[] corrupted = Damage.CORRUPTED.of(VALUE);
        assertThat(corrupted).hasSameSizeAs(VALUE);
        for (int i = 0; i < VALUE.length; i++) {
            assertThat(corrupted[i]).isNotEqualTo(VALUE[i]);
        }
    }
}
